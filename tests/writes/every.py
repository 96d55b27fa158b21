"""The whole table: importing it fills it, from every module of this folder that is no test."""

from importlib import import_module
from pathlib import Path

from tests.writes.changes import CHANGES, FIELDS

for _file in sorted(Path(__file__).parent.glob("*.py")):
    if not _file.stem.startswith(("test_", "_")):
        import_module(f"tests.writes.{_file.stem}")

__all__ = ["CHANGES", "FIELDS"]
