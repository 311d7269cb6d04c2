"""What Textual's inside does that the windows over SSH rely on, or guard against. When one of these fails, a release of
Textual has changed it: look at tui/ssh/window.py and tui/ssh/stdout_router.py.
"""

from __future__ import annotations

import gc
import inspect
import io
import weakref
from contextvars import Context

from rich.color import ColorSystem
from rich.style import Style
from textual import events
from textual._context import active_app
from textual._xterm_parser import XTermParser
from textual.app import App
from textual.driver import Driver
from textual.drivers.headless_driver import HeadlessDriver

from tui.ssh.window import PASTE_AT_MOST, HostileKeys


def test_a_style_is_drawn_once_for_all_colour_systems() -> None:
    """So every app draws in full colour, and colours are replaced on the way out."""
    style = Style.parse("#123456")
    full = style.render("x", color_system=ColorSystem.TRUECOLOR)

    assert style.render("x", color_system=ColorSystem.EIGHT_BIT) == full


def test_apps_of_one_context_share_what_they_prevent_and_those_of_two_do_not() -> None:
    class Quiet(HeadlessDriver):
        pass

    one, other = Context(), Context()
    first = one.run(lambda: App[None](driver_class=Quiet))
    beside = one.run(lambda: App[None](driver_class=Quiet))
    apart = other.run(lambda: App[None](driver_class=Quiet))

    assert one.run(lambda: first._prevent_message_types_stack is beside._prevent_message_types_stack)
    stack = one.run(lambda: first._prevent_message_types_stack)
    assert other.run(lambda: apart._prevent_message_types_stack) is not stack
    assert active_app.get(None) is None


def test_the_names_that_are_used_are_there() -> None:
    app = App[None]()

    for name in ("_capture_stdout", "_capture_stderr", "_driver", "_begin_batch", "_end_batch", "_screen_stack"):
        assert hasattr(app, name), name
    assert isinstance(app.console._color_system, ColorSystem | None)
    assert {"_app", "_size", "_loop"} <= set(inspect.getsource(Driver.__init__).replace("self.", " ").split())
    assert hasattr(XTermParser._parse_extended_key, "__wrapped__")


def test_keys_that_were_parsed_hold_no_parser() -> None:
    """Textual's own cache of them would hold the parser, and with it the app, for ever."""
    parser = HostileKeys()
    assert [event.key for event in parser.feed("\x1b[B\x1b[97;5u") if isinstance(event, events.Key)] == [
        "down",
        "ctrl+a",
    ]
    gone = weakref.ref(parser)
    del parser
    gc.collect()

    assert gone() is None


def test_a_paste_without_an_end_is_cut_and_said_to_be() -> None:
    parser = HostileKeys()
    pasted = [
        event for event in parser.feed("\x1b[200~" + "x" * (3 * PASTE_AT_MOST)) if isinstance(event, events.Paste)
    ]
    after = list(parser.feed("y" * PASTE_AT_MOST * 2 + "\x1b[201~a"))

    assert len(pasted) == 1
    assert len(pasted[0].text) <= PASTE_AT_MOST + 200
    assert "was cut" in pasted[0].text
    assert [event.key for event in after if isinstance(event, events.Key)] == ["a"]
    assert not [event for event in after if isinstance(event, events.Paste)]


def test_prints_of_an_app_go_nowhere_and_those_of_the_server_go_out() -> None:
    from tui.ssh.stdout_router import Router

    real = io.StringIO()
    router = Router(real)
    router.write("the server")

    def as_app() -> None:
        active_app.set(App[None]())
        router.write("what stands in a ticket")

    Context().run(as_app)
    assert real.getvalue() == "the server"
