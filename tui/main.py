"""The command: decides between the app and a verb, puts the parts together, and ends with a status.

Without a verb the app opens: until it has painted, nothing is imported that it does not need itself.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from core.errors import DeskError, NotUnderstood
from core.safe_text import safe_line
from tui.machine import Machine, state_folder, this_machine
from tui.mishaps import log_mishap, sentence_for

if TYPE_CHECKING:
    from tui.app import DeskApp
    from tui.arrival import Arrival, Arrive
    from tui.seat import Seat

INTERRUPTED = 128 + signal.SIGINT
ASK_TO_END = tuple({signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)})  # Windows has no SIGHUP
PATIENCE = 2.0  # seconds
PRIVATE = 0o077
FAREWELL = 8.0
"""Seconds that the app has to leave by itself once it was asked to end."""
NO_TERMINAL = (
    "The app needs a terminal. "
    "Here, add --plain to go line by line, or say what to do: `ttydesk --help` shows every verb."
)
PLAIN, DUMB = "--plain", "dumb"
"""Line by line: asked for, or because the terminal can do no more."""
DEMO = "demo"
"""The one verb that opens what has no verb, and so may be line by line too."""
SERVES = frozenset({"serve", "--serve"})
PLAIN_ALONE = (
    "--plain goes without a verb, for verbs answer in lines anyway: `ttydesk --plain`, or `ttydesk demo --plain`."
)
OPTIONS_OF_THE_APP = {"--db": "db", "--as": "me"}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit status. A traceback is never shown."""
    os.umask(PRIVATE)
    _have_streams()
    _listen()
    try:
        status = _begin(list(sys.argv[1:] if argv is None else argv))
        sys.stdout.flush()
        return status
    except DeskError as error:
        print(safe_line(error.sentence), file=sys.stderr)
        return error.status
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:  # a full disk behind the output, a file that can not be read
        why = f"{error.strerror or 'it failed'}{f': {error.filename}' if error.filename else ''}"
        print(safe_line(f"The system refused: {why}. Look what was done before you try again."), file=sys.stderr)
        return 1
    except Exception as error:  # noqa: BLE001  the last one to know
        print(sentence_for(log_mishap(error, state_folder())), file=sys.stderr)
        return 1
    finally:
        gc.freeze()  # Python would look for garbage in all there is before it ends: more than a second after a demo


def _listen() -> None:
    """To whoever asks the process to end, unless it was started so that it does not hear, as by nohup."""
    answers = {signal.SIGINT: _interrupt} | dict.fromkeys(ASK_TO_END, _end)
    for number, answer in answers.items():
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, answer)


def _have_streams() -> None:
    """A stream that was closed before the start is read as empty and written to nowhere."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  open to the end


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Not the one of Python, which asyncio would replace by one that does not end a question at the terminal."""
    del frame
    signal.signal(number, _insist(time.monotonic()))
    raise KeyboardInterrupt


def _insist(since: float) -> Callable[[int, FrameType | None], None]:
    """While what ctrl+c has ended is put away, the same ctrl+c once more is not heard; a later one ends at once."""

    def again(number: int, frame: FrameType | None) -> None:
        del number, frame
        if time.monotonic() - since > PATIENCE:
            os._exit(INTERRUPTED)

    return again


def _end(number: int, frame: FrameType | None) -> None:
    """What was opened is closed, and a demo thrown away, before the process goes."""
    del frame
    raise SystemExit(128 + number)


def _begin(argv: list[str]) -> int:
    is_dumb = os.environ.get("TERM") == DUMB
    if (named := _without_verb([word for word in argv if word != PLAIN])) is None:
        return _carry_out(argv, is_dumb)
    if PLAIN not in argv and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise NotUnderstood(NO_TERMINAL)
    arrive = _arrival_at(named)
    if PLAIN in argv or is_dumb:
        return asyncio.run(_run_plain(arrive))
    gc.disable()  # until the first screen stands: it would look through all that is imported, time and again
    return asyncio.run(_run_app(arrive))


def _carry_out(argv: list[str], is_dumb: bool) -> int:
    """A verb."""
    if argv[0] == PLAIN:
        if DEMO not in argv[1:]:
            raise NotUnderstood(PLAIN_ALONE)
        argv = [*argv[1:], PLAIN]
    from tui.shell import run_verb

    with asyncio.Runner(loop_factory=_loop_for(argv)) as runner:
        return runner.run(run_verb(argv, _run_plain if is_dumb else _run_app, _run_plain))


def _loop_for(argv: list[str]) -> Callable[[], asyncio.AbstractEventLoop] | None:
    """A server has another loop than all others, who would wait for its import."""
    if not SERVES.intersection(argv):
        return None
    from tui.ssh.loop import new_loop

    return new_loop


def _arrival_at(named: dict[str, str]) -> Arrive:
    """How to arrive at the desk of this machine, or the one that the options name."""
    if "db" in named:
        from tui.desk_password import refuse_password

        refuse_password(named["db"], "The command line")
    return partial(_arrive, replace(this_machine(os.environ), **named), named.get("db", ""))


def _without_verb(argv: list[str]) -> dict[str, str] | None:
    """The options of a command line that has nothing else, or None where it has."""
    named: dict[str, str] = {}
    left = list(argv)
    while left:
        name, equals, value = left.pop(0).partition("=")
        if name not in OPTIONS_OF_THE_APP or not (equals or left):
            return None
        named[OPTIONS_OF_THE_APP[name]] = value if equals else left.pop(0)
    return named


async def _run_app(arrive: Arrive, seat: Seat | None = None) -> int:
    """The app from its first paint to its end. Raises what ended it: a refusal to open, or a mishap."""
    from tui.app import DeskApp

    app = DeskApp(arrive, seat)
    _leave_gently(app)
    status = await app.run_async()
    if (error := app.refusal or app.mishap) is not None:
        raise error
    return status or app.return_code or 0


async def _run_plain(arrive: Arrive, seat: Seat | None = None) -> int:
    """The same desk line by line; it shows nothing that depends on where somebody sits."""
    del seat
    from tui.plain.streams import talk_here
    from tui.plain.visit import run_plain

    return await run_plain(arrive, talk_here())


def _leave_gently(app: DeskApp) -> None:
    """A process that is asked to end leaves as by the key: what was typed is kept, the terminal is put right."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, *ASK_TO_END):
        with suppress(NotImplementedError):  # Windows
            loop.add_signal_handler(number, _farewell, app)


def _farewell(app: DeskApp) -> None:
    """Leave; and end all the same when a terminal that is gone holds up the way out. Drafts are written first."""
    last_word = threading.Timer(FAREWELL, os._exit, (INTERRUPTED,))
    last_word.daemon = True
    last_word.start()
    asyncio.ensure_future(app.action_leave())  # noqa: RUF006  the app lives as long as its loop


async def _arrive(machine: Machine, named: str) -> Arrival:
    """Open the desk of this machine behind the first screen, and see who is known here already."""
    from core.people import Via
    from tui.serve import arrival, open_desk

    return await arrival(await asyncio.to_thread(open_desk, machine, Via.TUI, create=True), machine.me, named)
