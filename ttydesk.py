"""The command: puts the packages first on the path, where the wheel or the checkout keeps them, and starts."""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
_PACKAGES = _HERE / "_ttydesk"
sys.path.insert(0, str(_PACKAGES if _PACKAGES.is_dir() else _HERE))

from tui.main import main  # noqa: E402

if __name__ == "__main__":
    sys.exit(main())
