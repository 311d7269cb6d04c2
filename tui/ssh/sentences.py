"""What whoever is connected reads: why they get no window or have to go, the sentence of a refusal, the number of
anything else that goes wrong.
"""

from __future__ import annotations

import asyncio

from core.errors import DeskError
from core.safe_text import safe_line
from tui.machine import state_folder
from tui.mishaps import log_mishap, sentence_for

NO_TERMINAL = "The app needs a terminal: ssh -t. Without one, say a command: `ssh HOST list`, or `ssh HOST --help`."
DUMB_TERMINAL = "This terminal shows lines only (TERM=dumb). Say a command: `ssh HOST list`, or `ssh HOST --help`."
ENDED = "Your access was ended. An operator of the desk can give it back."


async def sentence_of(error: Exception) -> str:
    if isinstance(error, DeskError):
        return safe_line(error.sentence)
    return sentence_for(await asyncio.to_thread(log_mishap, error, state_folder()))
