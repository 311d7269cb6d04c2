"""Text that people wrote, on its way into the database: what no engine can keep is refused here, in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from core.errors import NotUnderstood

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

    _TextType = TypeDecorator[str]
else:
    _TextType = TypeDecorator


class Written(_TextType):
    """A text column. NUL ends a text in C and PostgreSQL keeps none; half a surrogate pair is no character at all."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Compared letter by letter on every engine: PostgreSQL would sort as the language of its server does."""
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        del dialect
        if value is None or (value.isascii() and "\x00" not in value):
            return value
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise NotUnderstood("The text holds a NUL or half a character, which can not be kept. Take it out.")
        return value
