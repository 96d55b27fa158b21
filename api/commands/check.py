"""`tradepost check`."""

import subprocess
import sys
from importlib.util import find_spec

from api.refused import Refused

CHECKS = {
    "ruff check": ["-m", "ruff", "check"],
    "ruff format": ["-m", "ruff", "format", "--check"],
    "mypy": ["-m", "mypy"],
    "lint-imports": ["-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "pytest": ["-m", "pytest", "-q", "-n", "auto"],
}


def check() -> str:
    """Runs all, and says which failed; raises Refused."""
    missing = [name for name in ("ruff", "mypy", "importlinter", "pytest") if not find_spec(name)]
    if missing:
        raise Refused(f"Not installed: {', '.join(missing)}. Install the lock file locks/dev.txt.")
    failed = []
    for name, words in CHECKS.items():
        sys.stderr.write(f"— {name}\n")
        if subprocess.run([sys.executable, *words], check=False).returncode:  # noqa: S603
            failed.append(name)
    if failed:
        raise Refused(f"Failed: {', '.join(failed)}.")
    return "All is well."
