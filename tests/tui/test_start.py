"""What is imported before the first frame stands on the screen: each of it is waited for at every start.

When something new is found here: import it where it is used, as `tui/app.py` does with the screens. Only what the
first frame itself draws belongs into the lists below.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.machine import HOUSE, Machine
from tests.test_layers import loaded_by
from tests.tui.terminal import Terminal

OF_OTHERS = {
    "platformdirs",
    "rich",
    "textual",
    "typing_extensions",
}
OURS = {
    "core",
    "core.calendars",
    "core.errors",
    "core.references",
    "core.safe_text",
    "core.soft_state",
    "tui",
    "tui.app",
    "tui.focus",
    "tui.gate",
    "tui.seat",
    "tui.glyphs",
    "tui.machine",
    "tui.main",
    "tui.messages",
    "tui.mishaps",
    "tui.screens",
    "tui.screens.opening",
    "tui.screens.pace",
    "tui.screens.sizes",
    "tui.pasting",
    "tui.terminal",
    "tui.themes",
    "tui.timers",
    "tui.turns",
    "tui.widgets",
    "tui.widgets.hint_line",
    "tui.widgets.keys",
    "tui.widgets.line",
    "tui.widgets.top_bar",
    "tui.words",
}
LOOK = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv.pop(1))
found = Path(sys.argv.pop(1))
import tui.main
from textual.app import App

def painted(app, screen, *what, display=App._display):
    display(app, screen, *what)
    if type(screen).__name__ == "OpeningScreen" and not found.exists():
        found.write_text(json.dumps(sorted(sys.modules)))

App._display = painted
sys.exit(tui.main.main())
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all modules when the first frame has been drawn."""
    folder = tmp_path_factory.mktemp("start")
    machine, found = Machine(folder), folder / "modules.json"
    argv = [sys.executable, "-c", LOOK, str(HOUSE), str(found)]
    terminal = Terminal(argv, machine.environment, machine.make_home(), (120, 36))
    terminal.see("Name of the desk").press("ctrl+q")
    assert terminal.ended() == 0
    return set(json.loads(found.read_text()))


def test_the_first_frame_waits_for_no_more_packages_than_it_needs(imported: set[str]) -> None:
    names = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names - {"core", "tui"}

    new = {name for name in names - OF_OTHERS - loaded_by("") if not name.startswith("_sysconfigdata")}
    assert new == set(), "new before the first frame: import it where it is used"
    assert OF_OTHERS - names == set(), "no longer before the first frame: take it off the list"


def test_the_first_frame_waits_for_none_of_our_rooms_that_it_does_not_show(imported: set[str]) -> None:
    ours = {name for name in imported if name.partition(".")[0] in ("core", "storage", "mail", "tui")}

    assert ours - OURS == set(), "new before the first frame: import it where it is used"
    assert OURS - ours == set(), "no longer before the first frame: take it off the list"


def test_what_is_heavy_comes_after_the_first_frame(imported: set[str]) -> None:
    heavy = {"sqlalchemy", "cyclopts", "keyring", "alembic", "msgspec", "argon2", "pysqlite3", "sqlite3", "obstore"}

    assert imported & heavy == set()


def test_the_first_rows_wait_for_no_panel() -> None:
    look = "import json, sys; sys.path.insert(0, sys.argv[1]); import tui.screens.inbox"
    code = f"{look}; print(json.dumps([*sys.modules]))"
    run = subprocess.run([sys.executable, "-I", "-c", code, str(HOUSE)], capture_output=True, text=True, check=True)

    assert [name for name in json.loads(run.stdout) if name.startswith(("tui.modals", "tui.local_files"))] == []


def test_nothing_is_looked_through_for_garbage_once_more_before_the_process_ends(tmp_path: Path) -> None:
    """Python does it, and after an app that showed much it takes longer than everything else at the end."""
    begins = "import gc, sys; sys.path.insert(0, sys.argv.pop(1)); from tui.main import main"
    code = f"{begins}; main(); print(len(gc.get_objects()))"
    argv = [sys.executable, "-c", code, str(HOUSE), "list"]
    run = subprocess.run(argv, env=Machine(tmp_path).environment, capture_output=True, text=True, check=True)

    assert "There is no desk" in run.stderr
    assert int(run.stdout) < 1000
