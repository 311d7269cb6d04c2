"""What a process really loads: the static contracts do not see an import that happens inside a function."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]


def loaded_by(code: str) -> set[str]:
    """The top-level names of all modules in a fresh process that ran this code."""
    program = (
        f"import sys; sys.path.insert(0, {str(HOUSE)!r})\n{code}\nimport json; print(json.dumps(sorted(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True)
    names = {name.partition(".")[0] for name in json.loads(run.stdout.splitlines()[-1])}
    return {name for name in names if not name.startswith("_sysconfigdata")}  # named after the machine


def test_the_core_loads_nothing_outside_the_standard_library() -> None:
    rooms = [path.stem for path in sorted((HOUSE / "core").glob("*.py")) if path.stem != "__init__"]
    bare = loaded_by("")
    loaded = loaded_by("import importlib\n" + "\n".join(f"importlib.import_module('core.{room}')" for room in rooms))

    assert len(rooms) > 20
    assert loaded - bare - set(sys.stdlib_module_names) == {"core"}


def test_the_storage_draws_nothing() -> None:
    loaded = loaded_by("import storage.opening")

    assert "sqlalchemy" in loaded
    assert not loaded & {"textual", "rich", "cyclopts", "keyring", "alembic", "obstore"}
