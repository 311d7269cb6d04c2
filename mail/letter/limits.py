"""How much of everything a letter may have, and what is said where it has more."""

from __future__ import annotations

HEADERS_AT_MOST = 64 * 1024
"""Bytes of the headers of a letter, or of one part."""
DEPTH_AT_MOST = 20
PARTS_AT_MOST = 200
ADDRESSES_AT_MOST = 200
REFERENCES_AT_MOST = 100
DECODED_AT_MOST = 25 * 1024 * 1024
"""Bytes of all files of a letter."""
HTML_AT_MOST = 1024 * 1024
"""Characters of all pages of a letter; what stands behind is not read."""
PAGES_AT_MOST = 3
"""Of a letter; others are read without their form."""
TAGS_AT_MOST = 50_000
"""Of a page; one with more is read without its form, as one with more of these."""
TABLE_TAGS_AT_MOST = 5000
ITEMS_AT_MOST = 5000
CELLS_AT_MOST = 200
"""In one row."""
ROOM_AT_MOST = 20_000
"""Rows of a table, by the cells of its widest: each row is made as wide. Of all tables together."""
LINES_AT_MOST = 200_000
"""The same for lines in tables: each cell is made as high as the highest in its row."""
TEXT_AT_MOST = 2 * 1024 * 1024
"""Bytes of all plain texts of a letter, and characters of what is read; what stands behind is not read."""
SUBJECT_AT_MOST = 1000
NAME_AT_MOST = 300
MESSAGE_ID_AT_MOST = 300
BOUNCED_AT_MOST = 100
CHECKS_AT_MOST = 10
"""Headers by which servers say what they found out; theirs come first."""
ANSWER_AT_MOST = 500


class NotReadable(Exception):
    """A letter is not as letters are, or takes too long to read; `sentence` says why, for an operator."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
