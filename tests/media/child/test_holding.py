"""What was just made is held to its preset as anybody's file is, and decoded only if it must be."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media.child import Request
from media.child.holding import held
from media.child.kinds import produce
from media.photos import pictures
from media.presets.compliance import check
from media.presets.preset import Preset
from media.rendered import Rendered
from tests.media.presets.made import cup, film, film_preset, moving, preset, saved, voice

SPOKEN = "1\n00:00:00,500 --> 00:00:03,000\nGood morning\n"
RULES: dict[str, Any] = {
    "width_px": 400,
    "ratios": ["1:1"],
    "formats": ["PNG", "JPEG"],
    "bytes": {"min": 500_000},
    "color_space": "SRGB",
    "forbidden": ["ANIMATION"],
}
TO_BE_SEEN: dict[str, Any] = {
    "has_white_ground": True,
    "subject_fill": {"min": 0.85},
    "forbidden": ["TEXT", "CODE", "ALPHA", "ANIMATION", "BORDER", "SHADOW", "WATERMARK"],
}


def picture(format: str = "PNG") -> Rendered:
    return Rendered(saved(cup(), format), f"image/{format.lower()}", 400, 400)


@pytest.mark.parametrize("rules", [RULES, TO_BE_SEEN, {**RULES, **TO_BE_SEEN}])
@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_it_is_found_what_a_check_of_the_file_finds(format: str, rules: dict[str, Any]) -> None:
    made, row = picture(format), preset(**rules)
    assert held(made, row).found == {"": check(made.data, row)}


@pytest.mark.parametrize(
    ("rules", "is_decoded"), [(RULES, False), (TO_BE_SEEN, True), ({"forbidden": ["CODE"]}, True)]
)
def test_only_what_must_be_seen_is_decoded(
    monkeypatch: pytest.MonkeyPatch, rules: dict[str, Any], *, is_decoded: bool
) -> None:
    seen, decoded = [], pictures.decode_once

    def counted(data: bytes, name: str) -> Image.Image:
        seen.append(name)
        return decoded(data, name)

    monkeypatch.setattr(pictures, "decode_once", counted)
    assert held(picture("JPEG"), preset(**rules)).notes == []
    assert seen == (["the file"] if is_decoded else [])


def test_a_page_is_held_and_so_is_each_of_its_pieces() -> None:
    sides = {".01.png": saved(cup(300)), ".02.png": saved(cup(400))}
    made = Rendered(saved(cup()), "image/png", 400, 400, sides=sides)
    found = held(made, preset(width_px=400)).found
    verdicts = {end: [one.verdict.value for one in ones] for end, ones in found.items()}
    assert verdicts == {
        "": ["PASS", "PASS"],
        ".01.png": ["PASS", "FAIL"],
        ".02.png": ["PASS", "PASS"],
    }


def test_a_film_has_its_subtitles_beside_it(tmp_path: Path) -> None:
    data = film(tmp_path / "film.mp4", moving(), seconds=4, fps=5, sound=voice(4)).read_bytes()
    sides = {".srt": SPOKEN.encode(), ".cover.jpg": b"a cover"}
    made = Rendered(data, "video/mp4", 360, 640, seconds=4, sides=sides)
    row = film_preset(needs_captions=True, seconds={"max": 3})
    [file] = held(made, row).found.values()
    told = {one.rule: one.verdict.value for one in file}
    assert told == {"kind": "PASS", "duration": "FAIL", "captions": "PASS"}
    assert next(one for one in file if one.rule == "captions").measured.endswith("a track")


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (Rendered(b"\xff\xd8\xff no more", "image/jpeg", 400, 400), "is broken"),
        (Rendered(b"no film", "video/mp4", 400, 400), "neither a picture"),
    ],
)
def test_what_cannot_be_looked_at_is_noted_and_not_lost(made: Rendered, why: str) -> None:
    row: Preset = preset(**TO_BE_SEEN)
    told = held(made, row)
    assert (told.data, told.found) == (made.data, {})
    [note] = told.notes
    assert note.startswith("It could not be held to made: ")
    assert why in note


@pytest.mark.parametrize("is_checked", [True, False])
def test_only_what_asks_for_it_is_held(*, is_checked: bool) -> None:
    shape = {"name": "tile", "kind": "shape", "fill": "#204060", "box": [0, 0, 40, 40]}
    document = {
        "version": 1,
        "name": "tile",
        "title": {"en": "Tile", "zh": "块"},
        "kind": "BANNER",
        "placements": ["coupon"],
        "canvas": {"width_px": 120, "height_px": 40, "ground": "#FFFFFF"},
        "slots": {},
        "layers": [shape],
    }
    request = Request(template=document, preset="coupon", scale=0.1, is_checked=is_checked)
    found = produce(request, lambda _stage, _done: None).found
    assert list(found) == ([""] if is_checked else [])
