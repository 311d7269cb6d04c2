"""Bytes to text, by the names of character sets that stand in letters.

A name chooses among those listed here: by its name, Python's registry also gives codecs that unpack, or evaluate
escapes. Nothing fails: what a set does not have becomes the sign for it.
"""

from __future__ import annotations

import re
from encodings.aliases import aliases

_KNOWN = frozenset(
    {
        "ascii",
        "utf_8",
        "utf_8_sig",
        "utf_7",
        "utf_16",
        "utf_16_be",
        "utf_16_le",
        "utf_32",
        "utf_32_be",
        "utf_32_le",
        "latin_1",
        "iso8859_2",
        "iso8859_3",
        "iso8859_4",
        "iso8859_5",
        "iso8859_6",
        "iso8859_7",
        "iso8859_8",
        "iso8859_9",
        "iso8859_10",
        "iso8859_11",
        "iso8859_13",
        "iso8859_14",
        "iso8859_15",
        "iso8859_16",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "cp437",
        "cp850",
        "cp852",
        "cp855",
        "cp858",
        "cp860",
        "cp861",
        "cp862",
        "cp863",
        "cp864",
        "cp865",
        "cp866",
        "cp874",
        "cp932",
        "cp949",
        "cp950",
        "koi8_r",
        "koi8_u",
        "koi8_t",
        "kz1048",
        "mac_roman",
        "mac_cyrillic",
        "mac_latin2",
        "big5",
        "big5hkscs",
        "gb2312",
        "gbk",
        "gb18030",
        "hz",
        "shift_jis",
        "shift_jis_2004",
        "euc_jp",
        "euc_jis_2004",
        "iso2022_jp",
        "iso2022_jp_1",
        "iso2022_jp_2",
        "iso2022_jp_2004",
        "iso2022_jp_3",
        "iso2022_jp_ext",
        "euc_kr",
        "iso2022_kr",
        "johab",
        "tis_620",
    }
)
_LARGER = {
    "ascii": "cp1252",
    "latin_1": "cp1252",
    "iso8859_9": "cp1254",
    "iso8859_11": "cp874",
    "tis_620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "utf_8": "utf_8_sig",
    "iso2022_jp": "iso2022_jp_ext",
}
"""Programs say the smaller set and write the larger."""
_ALSO = {
    "cp_850": "cp850",
    "x_sjis": "cp932",
    "windows_31j": "cp932",
    "x_gbk": "gb18030",
    "x_mac_roman": "mac_roman",
    "cp50220": "iso2022_jp",
    "cp50221": "iso2022_jp",
    "ks_c_5601_1987": "cp949",
    "x_windows_949": "cp949",
    "unicode_1_1_utf_7": "utf_7",
    "windows_874": "cp874",
    "iso_8859_8_i": "iso8859_8",
    "utf8mb4": "utf_8",
}
_ESCAPES = re.compile(rb"\x1b[$(]")
UNREADABLE = "\ufffd"
"""Stands for what a character set does not have."""
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


def known(name: str) -> str | None:
    """The codec for a character set, None where there is none of that name."""
    normal = re.sub("[^a-z0-9]+", "_", name[:60].lower()).strip("_")
    codec = _ALSO.get(normal) or aliases.get(normal, normal)
    return codec if codec in _KNOWN else None


def decode(raw: bytes, charset: str = "") -> str:
    """As text; by what the bytes look like where the name is missing, or says nothing."""
    codec = known(charset) if charset else None
    if codec is None or codec == "ascii":
        codec = _looks_like(raw)
    return storable(raw.decode(_LARGER.get(codec, codec), "replace"))


def storable(text: str) -> str:
    """Without what no database keeps."""
    return _NOT_TEXT.sub(UNREADABLE, text)


def _looks_like(raw: bytes) -> str:
    if raw.isascii():
        return "iso2022_jp" if _ESCAPES.search(raw) else "utf_8"
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf_8"
