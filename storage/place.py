"""Where a desk lies on the disk: which file a URL means, and that nobody else can read or write it."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from core.errors import NotUnderstood, Refused

SCHEME = "sqlite:///"
SERVERS = ("postgresql:", "postgres:")
HOW_WRITTEN = "A database is written sqlite:///path/to/desk.db, or postgresql://user@host/database."
SIDE_FILES = ("-wal", "-shm", "-journal")
PRIVATE_FOLDER = 0o700
PRIVATE_FILE = 0o600

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "9p", "ncpfs", "coda", "ceph", "glusterfs", "lustre", "beegfs"}
    | {"fuse.sshfs", "fuse.glusterfs", "fuse.ceph", "fuse.s3fs", "fuse.rclone", "fuse.davfs", "davfs"}
)
_MOUNTS = Path("/proc/mounts")


def is_of_a_server(url: str) -> bool:
    """Whether a URL names a database of PostgreSQL."""
    return url.startswith(SERVERS)


def users_files() -> Path:
    """Where the files of tickets are kept when the database has no place on this disk and no other was named."""
    import platformdirs

    return platformdirs.user_data_path("ttydesk", appauthor=False) / "desk.files"


def read_url(url: str) -> Path:
    """The file that a database URL names. Raises NotUnderstood."""
    name = url.removeprefix(SCHEME)
    if name == url or not name or name == ":memory:" or "\x00" in name or "?" in name:
        raise NotUnderstood(HOW_WRITTEN, field="db")
    try:
        return Path(name).expanduser().resolve()
    except (OSError, RuntimeError) as error:  # a name that is too long, a home that nobody has, links in a circle
        raise NotUnderstood(f"No file can lie at {name[:80]}: {error}.", field="db") from None


def make_room(path: Path) -> None:
    """Make the folder and the empty file, both for their owner alone; what is there already stays as it is."""
    try:
        make_folder(path.parent)
        if not path.exists():
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, PRIVATE_FILE))
    except OSError as error:
        raise Refused(f"{path} can not be made: {error.strerror}. Give another place with --db.") from None


def make_folder(folder: Path) -> None:
    """Make a folder with those above it that are missing, each for its owner alone."""
    for missing in (*reversed(folder.parents), folder):
        if not missing.is_dir():
            missing.mkdir(mode=PRIVATE_FOLDER, exist_ok=True)


def refuse_what_others_reach(path: Path) -> None:
    """A desk is private to one user of the machine (DESIGN section 3): refuse one that others can read or write."""
    if os.name == "nt":
        return
    open_files = [file for file in (path, *(Path(f"{path}{side}") for side in SIDE_FILES)) if _mode(file) & 0o077]
    if open_files:
        mend = shlex.join(["chmod", "600", *map(str, open_files)])
        raise Refused(f"Others on this machine can read or write {open_files[0]}. Run: {mend}")
    if _mode(path.parent) & 0o022 and not _mode(path.parent) & stat.S_ISVTX:
        mend = shlex.join(["chmod", "go-w", str(path.parent)])
        raise Refused(f"Others on this machine can replace files in {path.parent}. Run: {mend}")


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def refuse_network(path: Path) -> None:
    """SQLite's locks do not hold on network file systems."""
    kind = file_system(path)
    if kind in NETWORK_FILE_SYSTEMS:
        raise Refused(
            f"{path} lies on a network file system ({kind}), where a desk would be damaged. Keep it on a local disk."
        )


def file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The type of the file system that holds a path, as the kernel calls it; empty where that is not told."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    where = path.resolve()
    longest, kind = -1, ""
    for fields in (line.split(" ") for line in lines):
        if len(fields) < 3:
            continue
        point = Path(_plain(fields[1]))
        if where.is_relative_to(point) and len(point.parts) >= longest:
            longest, kind = len(point.parts), fields[2]
    return kind


def _plain(field: str) -> str:
    """A path of /proc/mounts, where blanks and tabs are written as octal figures."""
    for octal, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        field = field.replace(octal, letter)
    return field
