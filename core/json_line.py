"""JSON as ttydesk writes it wherever it does: one object in one line of ASCII, text unchanged."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def json_line(shape: Mapping[str, Any]) -> str:
    """DEL is the one control character that json leaves as it is."""
    return json.dumps(shape, ensure_ascii=True).replace("\x7f", "\\u007f")
