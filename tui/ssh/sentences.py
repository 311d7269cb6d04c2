"""What whoever is connected reads of an error: the sentence of a refusal, the number of anything else."""

from __future__ import annotations

import asyncio

from core.errors import DeskError
from core.safe_text import safe_line
from tui.machine import state_folder
from tui.mishaps import log_mishap, sentence_for


async def sentence_of(error: Exception) -> str:
    if isinstance(error, DeskError):
        return safe_line(error.sentence)
    return sentence_for(await asyncio.to_thread(log_mishap, error, state_folder()))
