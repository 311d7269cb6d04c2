"""What is imported before the first frame stands on the screen, and before the first rows do: each of it is waited for
at every start.

When something new is found here: import it where it is used, as `tui/app.py` does with the screens. Only what the
first frame itself draws, or the first rows need, belongs into the lists below.
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
FOR_ROWS = {
    "core.daily",
    "core.deadlines",
    "core.desk",
    "core.digests",
    "core.drafting",
    "core.durations",
    "core.entries",
    "core.finding",
    "core.hours",
    "core.letters",
    "core.listing",
    "core.looking_up",
    "core.mailed_codes",
    "core.occasion",
    "core.own_keys",
    "core.people",
    "core.permission",
    "core.public_key",
    "core.query",
    "core.query_terms",
    "core.reading",
    "core.reception",
    "core.saved_searches",
    "core.setting_up",
    "core.settings",
    "core.signing_in",
    "core.ssh_keys",
    "core.store",
    "core.tickets",
    "core.way_in",
    "core.wish",
    "storage",
    "storage.codes",
    "storage.cursors",
    "storage.database",
    "storage.engine",
    "storage.feed",
    "storage.files",
    "storage.numbers",
    "storage.opened",
    "storage.opening",
    "storage.pages",
    "storage.passwords",
    "storage.people",
    "storage.place",
    "storage.position",
    "storage.rows",
    "storage.saved_searches",
    "storage.schema",
    "storage.settings",
    "storage.sqlite_driver",
    "storage.sqlite_engine",
    "storage.sqlite_feed",
    "storage.sqlite_opening",
    "storage.sqlite_schema",
    "storage.sqlite_upkeep",
    "storage.texts",
    "storage.transaction",
    "storage.views",
    "storage.words",
    "tui.arrival",
    "tui.claims",
    "tui.commands",
    "tui.desk_password",
    "tui.homes",
    "tui.kept_secrets",
    "tui.remembered",
    "tui.screens.agent",
    "tui.screens.desk_screen",
    "tui.screens.files",
    "tui.screens.inbox",
    "tui.screens.saved_searches",
    "tui.screens.searching",
    "tui.screens.ticket_lists",
    "tui.screens.wishes",
    "tui.serve",
    "tui.session",
    "tui.widgets.inbox_lines",
    "tui.widgets.marks",
    "tui.widgets.one_line",
    "tui.widgets.paged_rows",
    "tui.widgets.pick",
    "tui.widgets.places",
    "tui.widgets.preview",
    "tui.widgets.query_box",
    "tui.widgets.row_view",
    "tui.widgets.rows",
    "tui.widgets.search_box",
    "tui.widgets.ticket_columns",
    "tui.widgets.ticket_list",
    "tui.widgets.too_small",
    "tui.widgets.views",
    "tui.widgets.window",
    "tui.widgets.wrapping",
}
"""What comes between the first frame and the rows of an agent's list, on SQLite."""
LOOK = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv.pop(1))
looked_at, found = sys.argv.pop(1), Path(sys.argv.pop(1))
import tui.main
from textual.app import App

def painted(app, screen, *what, display=App._display):
    display(app, screen, *what)
    if type(screen).__name__ == looked_at and not found.exists():
        found.write_text(json.dumps(sorted(sys.modules)))

App._display = painted
sys.exit(tui.main.main())
"""


def loaded_at(screen: str, says: str, machine: Machine, *arguments: str) -> set[str]:
    """The names of all modules when this screen has been painted first, which says this in the end."""
    found = machine.folder / f"{screen}.json"
    argv = [sys.executable, "-c", LOOK, str(HOUSE), screen, str(found), *arguments]
    terminal = Terminal(argv, machine.environment, machine.make_home(), (120, 36))
    terminal.see(says).press("ctrl+q")
    assert terminal.ended() == 0
    return set(json.loads(found.read_text()))


def of_ours(names: set[str]) -> set[str]:
    return {name for name in names if name.partition(".")[0] in ("core", "storage", "mail", "tui")}


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all modules when the first frame has been drawn."""
    return loaded_at("OpeningScreen", "Name of the desk", Machine(tmp_path_factory.mktemp("start")))


@pytest.fixture(scope="module")
def imported_for_rows(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names of all modules when an agent's list has been drawn."""
    machine = Machine(tmp_path_factory.mktemp("rows"))
    machine.done("init", "--name", "Acme Support", "--operator", "Olga <olga@acme.example>")
    machine.done("people", "add", "Maya Lind <maya@acme.example>", "--role", "agent", "--as", "olga@acme.example")
    return loaded_at("InboxScreen", "Unassigned", machine, "--as", "maya@acme.example")


def test_the_first_frame_waits_for_no_more_packages_than_it_needs(imported: set[str]) -> None:
    names = {name.partition(".")[0] for name in imported} - sys.stdlib_module_names - {"core", "tui"}

    new = {name for name in names - OF_OTHERS - loaded_by("") if not name.startswith("_sysconfigdata")}
    assert new == set(), "new before the first frame: import it where it is used"
    assert OF_OTHERS - names == set(), "no longer before the first frame: take it off the list"


def test_the_first_frame_waits_for_none_of_our_rooms_that_it_does_not_show(imported: set[str]) -> None:
    ours = of_ours(imported)

    assert ours - OURS == set(), "new before the first frame: import it where it is used"
    assert OURS - ours == set(), "no longer before the first frame: take it off the list"


def test_what_is_heavy_comes_after_the_first_frame(imported: set[str]) -> None:
    heavy = {"sqlalchemy", "cyclopts", "keyring", "alembic", "msgspec", "argon2", "pysqlite3", "sqlite3", "obstore"}

    assert imported & heavy == set()


def test_the_first_rows_wait_for_none_of_our_rooms_that_they_do_not_need(imported_for_rows: set[str]) -> None:
    ours = of_ours(imported_for_rows)

    assert ours - OURS - FOR_ROWS == set(), "new before the first rows: import it where it is used"
    assert FOR_ROWS - ours == set(), "no longer before the first rows: take it off the list"


def test_the_first_rows_wait_for_no_package_that_they_do_not_need(imported_for_rows: set[str]) -> None:
    heavy = {"cyclopts", "keyring", "alembic", "msgspec", "argon2", "obstore", "psycopg", "jinja2", "asyncssh"}

    assert imported_for_rows & heavy == set()


def test_nothing_is_looked_through_for_garbage_once_more_before_the_process_ends(tmp_path: Path) -> None:
    """Python does it, and after an app that showed much it takes longer than everything else at the end."""
    begins = "import gc, sys; sys.path.insert(0, sys.argv.pop(1)); from tui.main import main"
    code = f"{begins}; main(); print(len(gc.get_objects()))"
    argv = [sys.executable, "-c", code, str(HOUSE), "list"]
    run = subprocess.run(argv, env=Machine(tmp_path).environment, capture_output=True, text=True, check=True)

    assert "There is no desk" in run.stderr
    assert int(run.stdout) < 1000
