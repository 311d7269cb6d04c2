"""Opening a desk: the database, its files, its feed, together and ready; or one sentence that says why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from storage.opened import OpenedStore
from storage.place import is_of_a_server

if TYPE_CHECKING:
    from storage.bucket import Bucket


def open_store(url: str, data: Path | Bucket | None = None, *, create: bool = False) -> OpenedStore:
    """Open the desk that `url` names; `data` is where the attachments are: without it a folder beside the file of the
    database, or for a server one in the user's data folder.

    Raises NotUnderstood for a URL that makes no sense, Refused for a desk that is not there (unless `create`), not
    private, of another version, or damaged; TryLater while another program holds it or its server is away.
    """
    if is_of_a_server(url):  # which needs no driver of SQLite, and a desk in a file none of PostgreSQL
        from storage.postgres_opening import open_on_server

        return open_on_server(url, data, create=create)
    from storage.sqlite_opening import open_in_a_file

    return open_in_a_file(url, data, create=create)
