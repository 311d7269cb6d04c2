"""The command: puts the packages first on the path, where the wheel or the checkout keeps them, and starts."""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKAGES = _HERE / "_ttydesk"
sys.path.insert(0, str(_PACKAGES if _PACKAGES.is_dir() else _HERE))


def main() -> int:
    """An sshd that asks about a key waits for the answer: it needs nothing of all the rest."""
    if sys.argv[1:3] == ["keys", "authorized"]:
        from tui.authorized import answer

        if (status := answer(sys.argv[3:])) is not None:
            return status
    from tui.main import main

    return main()


if __name__ == "__main__":
    sys.exit(main())
