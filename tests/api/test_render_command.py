"""`tradepost render`: a file without a server; each refusal names what is at fault."""

import base64
import hashlib
import io
import json
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media import fonts
from media.document.shelf import FOLDER, stored
from media.render import render
from tests.api.command_line import CommandLine
from tests.media import hostile, shots

VALUES = {"title": "Red stays", "picture": "vase.png"}
ROOT = Path(__file__).parents[2]
SMALL = ("--scale", "0.2")


@pytest.fixture
def tradepost(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    """In an empty folder; what would be its data folder cannot be made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nothing").touch()
    monkeypatch.setenv("TRADEPOST_DATA_DIR", str(tmp_path / "nothing" / "data"))
    return CommandLine(monkeypatch, capfd)


def lay_out(folder: Path, values: Any = None, **files: bytes) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "vase.png").write_bytes(shots.vase())
    said = {**VALUES, **(values or {})} if isinstance(values, Mapping | None) else values
    text = said if isinstance(said, str) else json.dumps(said)
    (folder / "values.json").write_text(text, "utf-8")
    for name, data in files.items():
        (folder / name).write_bytes(data)


def last(told: str) -> str:
    return told.splitlines()[-1]


def refusal(tradepost: CommandLine, *words: str, code: int = 1) -> str:
    """The last line of standard error; nothing is written, nothing left."""
    before = {file.name for file in Path().iterdir()}
    ended = tradepost("render", *words)
    assert (ended.code, ended.out) == (code, ""), ended
    assert "Traceback" not in ended.err
    assert {file.name for file in Path().iterdir()} == before
    line = last(ended.err)
    assert line.startswith("tradepost: ")
    return line


def test_a_file_is_drawn_as_the_door_draws_it(tradepost: CommandLine) -> None:
    lay_out(Path())
    words = ("poster-new-arrival", "--values", "values.json", *SMALL)
    ended = tradepost("render", *words, "--out", "poster.png")
    assert ended.code == 0
    here = render("poster-new-arrival", {**VALUES}, {"vase.png": shots.vase()}, scale=0.2)
    assert Path("poster.png").read_bytes() == here.data
    assert ended.out == f"poster.png: 216 x 270 px, image/png, {len(here.data):,} bytes.\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(Path("poster.png").stat().st_mode) & 0o044


def test_progress_is_told_in_plain_lines_where_there_is_no_terminal(tradepost: CommandLine) -> None:
    lay_out(Path())
    ended = tradepost(
        "render", "poster-new-arrival", "--values", "values.json", "--out", "a.png", *SMALL
    )
    lines = ended.err.splitlines()
    assert lines[0] == "poster-new-arrival: planning 0%"
    assert lines[-1] == "poster-new-arrival: done 100%"
    assert "\x1b" not in ended.err


@pytest.mark.parametrize(
    ("out", "more", "kind"),
    [
        ("a.jpg", (), "JPEG"),
        ("a.JPEG", (), "JPEG"),
        ("a.webp", (), "WEBP"),
        ("a", ("--format", "PNG"), "PNG"),
        ("a.old", ("--format", "jpg"), "JPEG"),
    ],
)
def test_the_format_is_said_or_told_by_the_name(
    tradepost: CommandLine, out: str, more: tuple[str, ...], kind: str
) -> None:
    lay_out(Path())
    words = ("poster-new-arrival", "--values", "values.json", "--out", out, *SMALL, *more)
    assert tradepost("render", *words).code == 0
    with Image.open(out) as picture:
        assert picture.format == kind


def test_a_document_of_ones_own_is_drawn_by_its_path(tradepost: CommandLine) -> None:
    lay_out(Path("work"))
    document = json.loads((FOLDER / "poster-new-arrival.json").read_text("utf-8"))
    document["name"] = "mine"
    Path("mine.json").write_text(json.dumps(document), "utf-8")
    words = ("mine.json", "--values", "work/values.json", "--out", "a.png", *SMALL)
    assert tradepost("render", *words).code == 0
    there = render("poster-new-arrival", VALUES, {"vase.png": shots.vase()}, scale=0.2)
    assert Path("a.png").read_bytes() == there.data


def test_values_come_from_standard_input_and_the_file_goes_to_standard_output(
    tmp_path: Path,
) -> None:
    lay_out(tmp_path / "pictures")
    words = ["poster-new-arrival", "--values", "-", "--out", "-", "--assets", "pictures"]
    ended = subprocess.run(
        [sys.executable, "-m", "api.cli", "render", *words, "--format", "png", *SMALL],
        input=json.dumps(VALUES).encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    here = render("poster-new-arrival", VALUES, {"vase.png": shots.vase()}, scale=0.2)
    assert ended.stdout == here.data
    assert b"-: 216 x 270 px, image/png" in ended.stderr


def test_a_preset_of_the_same_shape_sets_the_size(tradepost: CommandLine) -> None:
    lay_out(Path(), {"price": {"amount": "9", "currency": "EUR"}})
    words = ("poster-price-cut", "--values", "values.json", "--out", "a.png")
    assert tradepost("render", *words, "--preset", "xiaohongshu-cover", *SMALL).code == 0
    with Image.open("a.png") as picture:
        assert picture.size == (round(1242 * 0.2), round(1660 * 0.2))
    said = refusal(tradepost, *words, "--preset", "taobao-main", code=2)
    assert "taobao-main is 800 x 800 px; it is 1242 x 1660 px" in said
    assert "poster-price-cut" in said
    assert "instagram-portrait" in refusal(tradepost, *words, "--preset", "nowhere", code=2)


def test_the_same_again_is_answered_from_the_cache_and_anything_else_is_not(
    tradepost: CommandLine,
) -> None:
    lay_out(Path())
    words = ("poster-new-arrival", "--values", "values.json", *SMALL, "--cache", "kept")

    def drawn(*more: str) -> tuple[bytes, bool]:
        ended = tradepost("render", *words, "--out", "a.png", *more)
        assert ended.code == 0, ended.err
        return Path("a.png").read_bytes(), "from the cache" in ended.out

    first, was_kept = drawn()
    assert not was_kept
    assert drawn() == (first, True)
    assert not drawn("--scale", "0.21")[1]
    assert not drawn("--format", "webp")[1]
    lay_out(Path(), {"title": "Red goes"})
    other, was_kept = drawn()
    assert not was_kept
    assert other != first
    lay_out(Path())
    Path("vase.png").write_bytes(shots.vase((112, 164, 196)))
    assert not drawn()[1]
    lay_out(Path())
    assert drawn() == (first, True)
    for file in Path("kept").rglob("*"):
        if file.is_file():
            file.write_bytes(file.read_bytes()[:-9] + b"damaged !")
    assert drawn() == (first, False)


def test_a_sample_picture_is_drawn_and_kept(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.samples.SIDE_PX", 64)
    lay_out(Path(), {"picture": "sample:fern-mug"})
    words = ("poster-new-arrival", "--values", "values.json", "--out", "a.png", *SMALL)
    said = refusal(tradepost, *words)
    assert "'sample:fern-mug' is no sample picture" in said
    lay_out(Path(), {"picture": "sample:tideline-notebook"})
    assert tradepost("render", *words, "--cache", "kept").code == 0
    [drawing] = Path("kept", "samples").iterdir()
    with Image.open(drawing) as picture:
        assert picture.size == (64, 64)


@pytest.mark.parametrize(
    ("values", "more", "code", "said"),
    [
        ({"picture": "chair.png"}, (), 1, ("'chair.png'", "no file", "slot 'picture'")),
        ({"picture": "values.json"}, (), 1, ("'values.json' is none of", "slot 'picture'")),
        ({"picture": "../vase.png"}, (), 1, ("lies outside", "--assets", "slot 'picture'")),
        ({"picture": "/etc/passwd"}, (), 1, ("lies outside", "slot 'picture'")),
        ({"picture": "https://example.com/a.png"}, (), 1, ("never fetched", "slot 'picture'")),
        ({"picture": "file:///etc/passwd"}, (), 1, ("never fetched", "slot 'picture'")),
        ({"picture": "data:image/png;base64,AA"}, (), 1, ("never fetched",)),
        ({"picture": "a\0b"}, (), 1, ("cannot be read", "slot 'picture'")),
        ({"picture": "x" * 5000}, (), 1, ("cannot be read", "slot 'picture'")),
        ({"tittle": "x"}, (), 1, ("values.json", "template 'poster-new-arrival'", "slot 'tittle'")),
        ({"title": "\u1200"}, (), 1, ("U+1200", "layer 'title'", "template 'poster-new-arrival'")),
        ({"title": None}, (), 1, ("Must be filled", "slot 'title'")),
        ("{", (), 1, ("values.json", "is no JSON", "line 1, column 2")),
        ("[" * 100_000, (), 1, ("nested too deeply",)),
        ("[]", (), 1, ("must be an object",)),
        ({}, ("--format", "bmp"), 2, ("'bmp'", "jpeg, png, webp")),
        ({}, ("--scale", "900"), 1, ("scale is from",)),
        ({}, ("--scale", "nan"), 1, ("scale is from",)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_refused_by_its_place(
    tradepost: CommandLine, values: Any, more: tuple[str, ...], code: int, said: tuple[str, ...]
) -> None:
    lay_out(Path(), values)
    words = ("poster-new-arrival", "--values", "values.json", "--out", "a.png", *more)
    line = refusal(tradepost, *words, code=code)
    for part in said:
        assert part in line


@pytest.mark.parametrize("name", ["svg as png", "bomb: 4 billion pixels", "half a webp", "nothing"])
def test_hostile_pictures_are_refused_by_slot_and_file(tradepost: CommandLine, name: str) -> None:
    lay_out(Path(), **{"vase.png": hostile.made(name)})
    words = ("poster-new-arrival", "--values", "values.json", "--out", "a.png", *SMALL)
    said = refusal(tradepost, *words)
    assert said.startswith("tradepost: values.json: 'vase.png' ")
    assert "slot 'picture'" in said


@pytest.mark.parametrize("name", ["cmyk", "16 bits", "animated webp", "exif bomb", "huge profile"])
def test_odd_pictures_are_drawn(tradepost: CommandLine, name: str) -> None:
    lay_out(Path(), **{"vase.png": hostile.made(name)})
    words = ("poster-new-arrival", "--values", "values.json", "--out", "a.png", *SMALL)
    assert tradepost("render", *words).code == 0


def test_a_template_that_is_not_there_or_wrong_is_refused(tradepost: CommandLine) -> None:
    lay_out(Path())
    words = ("--values", "values.json", "--out", "a.png")
    assert "'poster-nowhere'" in refusal(tradepost, "poster-nowhere", *words, code=2)
    assert "none.json cannot be read" in refusal(tradepost, "none.json", *words)
    Path("mine.json").write_text('{"version": 1, "name": "mine", "kind": "SONG"}', "utf-8")
    said = refusal(tradepost, "mine.json", *words)
    assert "mine.json: " in said
    assert "template 'mine'" in said
    Path("mine.json").write_bytes(b"\xff\xfe\x00")
    assert "mine.json: template: is no text" in refusal(tradepost, "mine.json", *words)


def test_files_that_cannot_be_read_or_written_are_refused(tradepost: CommandLine) -> None:
    lay_out(Path())
    words = ("poster-new-arrival", *SMALL)
    none = refusal(tradepost, *words, "--values", "none.json", "--out", "a.png")
    assert "none.json cannot be read" in none
    where = refusal(tradepost, *words, "--values", "values.json", "--out", "no/a.png")
    assert "no/a.png cannot be written" in where
    unnamed = refusal(tradepost, *words, "--values", "values.json", "--out", "a", code=2)
    assert "--format" in unnamed
    kept = refusal(
        tradepost, *words, "--values", "values.json", "--out", "a.png", "--cache", "nothing"
    )
    assert "nothing cannot be written" in kept


def test_a_file_that_was_there_is_left_as_it_was_when_the_render_fails(
    tradepost: CommandLine,
) -> None:
    lay_out(Path(), {"picture": "values.json"})
    Path("a.png").write_bytes(b"old")
    refusal(tradepost, "poster-new-arrival", "--values", "values.json", "--out", "a.png")
    assert Path("a.png").read_bytes() == b"old"


def test_a_render_that_crashes_ends_with_its_own_code(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(Path())
    monkeypatch.setattr("media.child.process.PROGRAM", "tests.media.child.crashing")
    words = ("poster-new-arrival", "--values", "values.json", "--out", "a.png")
    said = refusal(tradepost, *words, code=4)
    assert "SIGABRT" in said
    assert "template 'poster-new-arrival'" in said


def test_standard_input_is_named_as_such(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(base64.b64encode(hashlib.sha256().digest())))
    monkeypatch.setattr(sys, "stdin", given)
    words = ("poster-new-arrival", "--values", "-", "--out", "a.png")
    assert "standard input: The file of values is no JSON" in refusal(tradepost, *words)


def test_a_font_of_ones_own_is_taken_and_what_is_none_is_refused(tradepost: CommandLine) -> None:
    lay_out(Path())
    document = json.loads(json.dumps(stored("poster-new-arrival")))
    for layer in document["layers"]:
        if layer["name"] == "title":
            layer["font"] = "House"
    Path("house.json").write_text(json.dumps(document), "utf-8")
    shipped = Path(fonts.__file__).parent / "Archivo.ttf"
    words = ("house.json", "--values", "values.json", "--out", "a.png", *SMALL)
    assert "'House'" in refusal(tradepost, *words, code=1)
    assert tradepost("render", *words, "--font", f"House={shipped}").code == 0
    Path("broken.ttf").write_bytes(shipped.read_bytes()[:200])
    assert "broken list of tables" in refusal(
        tradepost, *words, "--font", "House=broken.ttf", code=1
    )
    assert "cannot be read" in refusal(tradepost, *words, "--font", "House=none.ttf", code=1)


def test_a_packaging_is_a_pdf_with_its_proof_beside_it(
    tradepost: CommandLine, tmp_path: Path
) -> None:
    values = {"title": "Cover", "title_zh": "抱枕套", "gtin": "6901234567892",
              "care": [{"words": "Linen"}], "link": "https://harbour-and-pine.example/a/long/way/home"}  # fmt: skip
    (tmp_path / "tag.json").write_text(json.dumps(values), "utf-8")
    ended = tradepost("render", "packaging-hang-tag", "--values", "tag.json", "--out", "tag.pdf")
    assert ended.code == 0, ended.err
    first, note = ended.out.strip().split("\n")
    assert first.startswith("tag.pdf: ")
    assert "application/pdf" in first
    assert note.startswith("back/link: It is 0.36 mm a module")
    assert Path("tag.pdf").read_bytes().startswith(b"%PDF-1.6")
    assert Path("tag.proof.png").read_bytes().startswith(b"\x89PNG")
