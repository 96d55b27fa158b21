"""`tradepost media set`: files in a folder and all of them on one sheet, or a line that says why."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import func, select

from domain.creatives.batch import RenderBatch
from domain.creatives.models import RenderJob
from domain.templates.models import MediaTemplate, TemplateSet
from tests.api.command_line import CommandLine
from tests.factories.catalogue import make_product
from tests.factories.creatives import TEMPLATE
from tests.factories.stores import make_store
from tests.factories.templates import make_set
from tests.jobs.yard import Yard


@pytest.fixture
def shop(yard: Yard) -> dict[str, Any]:
    """The words for a set of one template at a small size, in a store of its own."""
    house = yard.house
    found = house.session.query(TemplateSet).filter_by(handle="small").first()
    if found is None:
        template = house.session.query(MediaTemplate).filter_by(handle=TEMPLATE).one()
        make_set(house, template, handle="small")
        make_store(house, handle="lisbon")
        make_product(house, title="Bare mug", handle="bare-mug")
    preset = yard.preset(1)
    return {"--store": "lisbon", "--set": "small", "--preset": preset.name, "--products": "mug"}


def run(
    yard: Yard, words: dict[str, Any], out: Path, *more: str
) -> subprocess.CompletedProcess[str]:
    said = [part for pair in words.items() for part in pair]
    command = [sys.executable, "-m", "api.cli", "media", "set", *said, "--out", str(out), *more]
    yard.house.session.rollback()
    return subprocess.run(
        command, env=yard.env, cwd=out.parent, capture_output=True, text=True, check=False
    )


def count(yard: Yard, model: type[Any]) -> int:
    with yard.looking() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_what_can_be_made_is_made_and_what_cannot_is_named(
    yard: Yard, shop: dict[str, Any], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run(yard, shop, out)
    assert done.returncode == 3, done
    assert "bare-mug" in done.stderr
    assert "1 made, 1 could not be made" in done.stderr
    files = {file.name for file in out.iterdir()}
    assert "contact-sheet.jpg" in files
    [poster] = files - {"contact-sheet.jpg"}
    assert poster.endswith(".png")
    with Image.open(out / poster) as picture, Image.open(out / "contact-sheet.jpg") as sheet:
        assert picture.size == (168, 210)
        assert sheet.width == 2400
    before = count(yard, RenderJob)
    again = run(yard, shop, tmp_path / "again")
    assert (again.returncode, count(yard, RenderJob)) == (3, before + 2)
    assert (tmp_path / "again" / poster).read_bytes() == (out / poster).read_bytes()


def test_a_dry_run_says_what_would_be_made_and_does_nothing(
    yard: Yard, shop: dict[str, Any], tmp_path: Path
) -> None:
    before = count(yard, RenderBatch)
    done = run(yard, shop, tmp_path / "out", "--dry-run")
    assert done.returncode == 0, done
    assert "1 that cannot be made. Nothing was done." in done.stdout
    assert (count(yard, RenderBatch), (tmp_path / "out").exists()) == (before, False)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"--store": "porto"}, "has no store porto"),
        ({"--set": "large"}, "There is no set large; there are: "),
        ({"--preset": "huge"}, "There is no preset huge; there are: "),
        ({"--products": "nothing-like-it"}, "--products: It finds no products."),
        ({"--products": "colour:"}, "--products: "),
        ({"--values": "no-such-file.json"}, "--values: no-such-file.json cannot be read"),
    ],
)
def test_what_is_not_there_is_refused_in_a_line(  # noqa: PLR0913, PLR0917  a command's world
    yard: Yard,
    shop: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    words: dict[str, str],
    why: str,
) -> None:
    for name, value in yard.env.items():
        monkeypatch.setenv(name, value)
    yard.house.session.rollback()
    command = CommandLine(monkeypatch, capfd)
    said = [part for pair in {**shop, **words}.items() for part in pair]
    ended = command("media", "set", *said, "--out", str(tmp_path / "out"))
    assert ended.code in {1, 2}
    [line] = ended.err.splitlines()
    assert why in line
    assert not (tmp_path / "out").exists()
