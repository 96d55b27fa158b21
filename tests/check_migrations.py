"""The migrations, as a person runs them by alembic's own command, on both databases.

usage: python -m tests.check_migrations      up, no difference from the models, down, up again
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.postgres import running_postgres

ROOT = Path(__file__).parent.parent
STEPS = (("upgrade", "head"), ("check",), ("downgrade", "base"), ("upgrade", "head"))


def check(url: str, folder: str) -> None:
    """Raises CalledProcessError at the first step that fails."""
    env = {**os.environ, "TRADEPOST_DATABASE_URL": url, "TRADEPOST_DATA_DIR": folder}
    for step in STEPS:
        print("alembic", *step, flush=True)
        subprocess.run([sys.executable, "-m", "alembic", *step], cwd=ROOT, env=env, check=True)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, running_postgres() as postgresql:
        for name, url in {
            "SQLite": f"sqlite:///{folder}/tradepost.sqlite3",
            "PostgreSQL": postgresql,
        }.items():
            print(f"== migrations on {name}", flush=True)
            try:
                check(url, folder)
            except subprocess.CalledProcessError as error:
                print(f"migrations: {' '.join(error.cmd[2:])} failed on {name}")
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
