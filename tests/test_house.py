"""The manners of the house that no linter knows."""

from pathlib import Path

import pytest

from domain.permissions import MATRIX, Permission

ROOT = Path(__file__).parent.parent
LONGEST, LONGEST_TEST = 300, 500
ROOMS = ("api", "domain", "media", "benchmarks", "tests")
FILES = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_is_about_one_thing(file: Path) -> None:
    text = file.read_text("utf-8")
    is_test = "tests" in file.relative_to(ROOT).parts
    assert text.count("\n") <= (LONGEST_TEST if is_test else LONGEST)
    assert not {"utils", "helpers", "services", "managers"} & {file.stem, file.parent.name}


@pytest.mark.parametrize("room", ["api", "domain", "media", "benchmarks"])
def test_every_module_says_what_lives_in_it(room: str) -> None:
    silent = [
        str(file)
        for file in sorted((ROOT / room).rglob("*.py"))
        if file.stat().st_size and not file.read_text("utf-8").startswith('"""')
    ]
    assert not silent


def test_every_permission_is_in_the_matrix() -> None:
    assert set(MATRIX) == set(Permission)


def test_tests_lie_in_packages() -> None:
    for folder in {file.parent for file in FILES if "tests" in file.parts}:
        assert (folder / "__init__.py").exists(), folder
