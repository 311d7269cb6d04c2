"""Collections of letters: those of ordinary programs, and those that Python brings for its own tests."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

ORDINARY = {
    place.stem: b"\r\n".join(place.read_bytes().splitlines()) + b"\r\n"
    for place in sorted((Path(__file__).parent / "ordinary").glob("*.eml"))
}


def of_python() -> list[bytes]:
    """None where this Python came without its own tests."""
    tests = find_spec("test")
    places = tests.submodule_search_locations if tests else None
    return [
        letter.read_bytes()
        for place in places or ()
        for letter in sorted((Path(place) / "test_email" / "data").glob("msg_*.txt"))
    ]
