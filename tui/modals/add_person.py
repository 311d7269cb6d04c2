"""Somebody new: name, e-mail and role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from core.errors import DeskError
from core.people import EMAIL_AT_MOST, NAME_AT_MOST, Role, read_email, read_name, read_role
from tui.modals.panel import Panel
from tui.widgets.choice import Choice, Option
from tui.widgets.form import Field, complain_all
from tui.widgets.keys import TEXT
from tui.widgets.line import Line


@dataclass(frozen=True, slots=True)
class Newcomer:
    name: str
    email: str
    role: Role


class AddPerson(Panel[Newcomer]):
    """Answers who it is, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "add", "add", id="add_person.add", priority=True, group=TEXT),
    ]

    def __init__(self) -> None:
        super().__init__("Add a person")

    def compose_panel(self) -> ComposeResult:
        roles = [Option(role.word, role.word) for role in Role]
        yield Field("Name", id="name", max_length=NAME_AT_MOST)
        yield Field("E-mail", id="email", max_length=EMAIL_AT_MOST)
        yield Choice("Role", roles, value=Role.AGENT.word, across=True, id="role")
        yield Static(Line("They get a one-time password, which you see once.", "muted").content(), classes="panel-text")

    @on(Field.Submitted)
    def go_on(self, submitted: Field.Submitted) -> None:
        submitted.stop()
        if submitted.field.id == "email":
            self.action_add()
        else:
            self.query_one("#email", Field).take_focus()

    def action_add(self) -> None:
        name, email = self.query_one("#name", Field), self.query_one("#email", Field)
        faults = [(name, _fault(read_name, name.value)), (email, _fault(read_email, email.value))]
        if complain_all(faults) == 0:
            role = read_role(self.query_one("#role", Choice).value)
            self.dismiss(Newcomer(read_name(name.value), read_email(email.value), role))


def _fault(read: Callable[[str], str], typed: str) -> str:
    try:
        read(typed)
    except DeskError as error:
        return error.sentence
    return ""
