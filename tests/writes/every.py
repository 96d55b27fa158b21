"""The whole table: importing it fills it, from every module of this folder that has mutations."""

from importlib import import_module
from pathlib import Path

from tests.writes.changes import CHANGES, FIELDS

_OTHERS = ("_", "at_once", "changes", "doomed", "every", "test_")

for _file in sorted(Path(__file__).parent.glob("*.py")):
    if not _file.stem.startswith(_OTHERS):
        import_module(f"tests.writes.{_file.stem}")

__all__ = ["CHANGES", "FIELDS"]
