"""Text whose lines were cut only for the way (RFC 3676): a line that ends in a blank goes on in the next one."""

from __future__ import annotations

from mail.letter.parts import Part

SIGNATURE = "-- "


def is_flowed(part: Part) -> bool:
    return part.parameters.get("format", "").lower() == "flowed"


def unflowed(text: str, *, without_blank: bool) -> str:
    """`without_blank`: the blank at the end of a line that goes on is no part of the text (delsp)."""
    paragraphs: list[str] = []
    pieces: list[str] = []
    goes_on: int | None = None
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        said = line[depth:].removeprefix(" ")
        if goes_on is not None and (goes_on != depth or said == SIGNATURE):
            paragraphs.append("".join(pieces))
            goes_on = None
        if goes_on is None:
            pieces = [">" * depth + " " * bool(depth)]
        is_cut = said.endswith(" ") and said != SIGNATURE
        pieces.append(said[:-1] if is_cut and without_blank else said)
        goes_on = depth if is_cut else None
        if not is_cut:
            paragraphs.append("".join(pieces))
    return "\n".join([*paragraphs, "".join(pieces)] if goes_on is not None else paragraphs)
