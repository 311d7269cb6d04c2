"""Opening a desk: the database, its files, its feed, together and ready; or one sentence that says why not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from storage.opened import OpenedStore
from storage.place import is_of_a_server
from storage.sqlite_opening import open_in_a_file

if TYPE_CHECKING:
    from storage.bucket import Bucket


def open_store(url: str, data: Path | Bucket | None = None, *, create: bool = False) -> OpenedStore:
    """Open the desk that `url` names; `data` is where the attachments are: without it a folder beside the file of the
    database, or for a server one in the user's data folder.

    Raises NotUnderstood for a URL that makes no sense, Refused for a desk that is not there (unless `create`), not
    private, of another version, or damaged; TryLater while another program holds it or its server is away.
    """
    if is_of_a_server(url):
        from storage.postgres_opening import open_on_server  # a desk in a file needs no driver of PostgreSQL

        return open_on_server(url, data, create=create)
    return open_in_a_file(url, data, create=create)
