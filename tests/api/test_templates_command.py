"""`tradepost templates`: what ships is listed, shown and checked, without a server."""

import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media.document import library, shelf
from media.document.schema import template_schema
from media.samples import is_drawn
from tests.api.command_line import CommandLine


@pytest.fixture
def tradepost(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    """In an empty folder; what would be its data folder cannot be made."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "nothing").touch()
    monkeypatch.setenv("TRADEPOST_DATA_DIR", str(tmp_path / "nothing" / "data"))
    return CommandLine(monkeypatch, capfd)


def document(**changed: Any) -> dict[str, Any]:
    read: dict[str, Any] = dict(shelf.stored("poster-new-arrival"))
    return {**read, **changed}


def test_the_list_names_every_template_with_its_slots(tradepost: CommandLine) -> None:
    out = tradepost("templates", "list").out
    for name in library.shipped():
        assert f"\n{name}  " in f"\n{out}"
    assert "New arrival, quiet  新品海报" in out
    assert "required, up to 60 characters" in out
    assert "computed: was less price" in out
    assert "more than price, from listing.compareAtPrice" in out


def test_the_list_as_json_is_for_programs(tradepost: CommandLine) -> None:
    listed = {one["name"]: one for one in json.loads(tradepost("templates", "list", "--json").out)}
    assert set(listed) == set(library.shipped())
    for name, one in listed.items():
        parsed = library.read(shelf.stored(name))
        assert (one["kind"], one["revision"]) == (parsed.kind, parsed.revision)
        assert [slot["name"] for slot in one["slots"]] == [
            slot.name for slot in parsed.slots.values() if slot.within is None
        ]
        assert one["presets"][: len(parsed.placements)] == list(parsed.placements)
        for slot in one["slots"]:
            assert slot["required"] is parsed.slots[slot["name"]].required
    price = next(slot for slot in listed["poster-price-cut"]["slots"] if slot["name"] == "price")
    assert price.pop("label")["zh"]
    assert price == {
        "name": "price",
        "kind": "PRICE",
        "required": True,
        "binding": "listing.price",
    }


def test_the_schema_is_printed_as_it_is_kept(tradepost: CommandLine) -> None:
    assert json.loads(tradepost("templates", "schema").out) == template_schema()


def test_a_document_is_checked_and_what_is_wrong_is_named(tradepost: CommandLine) -> None:
    file = Path("mine.json")
    file.write_text(json.dumps(document()), "utf-8")
    assert "is right: 1080 x 1350 px" in tradepost("templates", "check", "mine.json").out
    wrong = document()
    wrong["layers"] = [{**wrong["layers"][0], "opacity": 2}, *wrong["layers"][1:]]
    file.write_text(json.dumps(wrong), "utf-8")
    said = tradepost.refuses("templates", "check", "mine.json")
    assert "mine.json: layers[0].opacity: is more than 1" in said
    unknown = document()
    unknown["layers"] = [
        *unknown["layers"],
        {"name": "mine", "kind": "picture", "slot": "nowhere", "box": [0, 0, 9, 9]},
    ]
    file.write_text(json.dumps(unknown), "utf-8")
    said = tradepost.refuses("templates", "check", "mine.json")
    assert "layer 'mine'" in said
    assert "'nowhere'" in said
    file.write_text("[" * 50_000, "utf-8")
    assert "nested too deeply" in tradepost.refuses("templates", "check", "mine.json")
    assert "cannot be read" in tradepost.refuses("templates", "check", "none.json")
    Path("plain").write_text("{}", "utf-8")
    assert "lacks 'version'" in tradepost.refuses("templates", "check", "plain")


def test_a_preview_shows_every_sample_and_one_sheet(
    tradepost: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("media.samples.SIDE_PX", 200)
    words = ("templates", "preview", "--out", "look", "--scale", "0.2")
    ended = tradepost(*words, "--template", "poster-price-cut")
    assert ended.code == 0, ended.err
    assert ended.out == f"{Path('look', 'contact-sheet.jpg')}: 1 templates, 2 pictures on it.\n"
    names = {file.name for file in Path("look").iterdir()}
    assert names == {
        ".samples",
        "contact-sheet.jpg",
        "poster-price-cut-1.jpg",
        "poster-price-cut-2.jpg",
    }
    for name in names - {".samples"}:
        with Image.open(Path("look", name)) as picture:
            assert picture.format == "JPEG"
    drawn = {file.name: file.stat().st_mtime_ns for file in Path("look", ".samples").iterdir()}
    assert drawn
    tradepost(*words, "--template", "poster-price-cut")
    again = {file.name: file.stat().st_mtime_ns for file in Path("look", ".samples").iterdir()}
    assert again == drawn


def test_a_preview_of_ones_own_document_says_what_its_samples_lack(
    tradepost: CommandLine,
) -> None:
    Path("mine.json").write_text(
        json.dumps(document(samples=[{"title": "Red", "picture": "red-vase"}])), "utf-8"
    )
    words = ("templates", "preview", "--out", "look", "--template", "mine.json")
    ended = tradepost(*words)
    assert ended.code == 1
    assert "'red-vase' is no sample picture" in ended.err
    assert "slot 'picture'" in ended.err
    assert "cannot be written" in tradepost("templates", "preview", "--out", "nothing").err
    assert tradepost("templates", "preview", "--out", "a", "--template", "none").code == 1


def test_samples_of_what_ships_are_pictures_that_we_draw() -> None:
    from media.document.wanted import wanted  # noqa: PLC0415  beside its one use

    for name in library.shipped():
        parsed = library.read(shelf.stored(name))
        for sample in parsed.samples:
            assert all(map(is_drawn, wanted(parsed, sample))), name
