"""Main images: white to the corners, and the set that suits the photo."""

import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from media.preview import BOXES, preview
from media.render import render
from tests.factories.pictures import saved
from tests.media import shots


def mug(ground: tuple[int, int, int], *, alpha: bool = False) -> bytes:
    image = Image.new("RGBA" if alpha else "RGB", (800, 800), (*ground, 0) if alpha else ground)
    ink = (40, 70, 120, 255) if alpha else (40, 70, 120)
    ImageDraw.Draw(image).rectangle((240, 160, 560, 640), fill=ink)
    return saved(image)


def pixels(name: str, data: bytes, **values: Any) -> np.ndarray:
    preset = values.pop("preset", None)
    made = render(name, {"picture": "p", **values}, {"p": data}, format="png", preset=preset)
    return np.asarray(Image.open(io.BytesIO(made.data)).convert("RGB"))


NEARLY, CUT = mug((246, 247, 246)), mug((255, 255, 255), alpha=True)


@pytest.mark.parametrize(
    ("data", "values"),
    [
        (NEARLY, {}),
        (NEARLY, {"whole": True}),
        (CUT, {}),
        (CUT, {"lying": True}),
        (CUT, {"shadowless": True}),
    ],
)
def test_corners_are_white_and_the_product_fills_it(data: bytes, values: dict[str, bool]) -> None:
    seen = pixels("product-image-white", data, **values)
    for corner in (seen[0, 0], seen[0, -1], seen[-1, 0], seen[-1, -1]):
        assert corner.tolist() == [255, 255, 255]
    blue = (seen[..., 2].astype(int) - seen[..., 0]) > 40
    rows = np.flatnonzero(blue.any(axis=1))
    assert 0.84 <= (rows[-1] - rows[0] + 1) / 800 <= 0.88


def test_a_place_without_shadows_gets_none() -> None:
    with_shadow = pixels("product-image-white", CUT)
    without = pixels("product-image-white", CUT, preset="taobao-white")
    assert (with_shadow.min(axis=2)[735:, 300:500] < 250).any()
    assert (without.min(axis=2)[735:, 300:500] == 255).all()


def test_a_photo_on_another_ground_is_shown_whole() -> None:
    seen = pixels("product-image-white", shots.busy())
    assert seen[0, 0].min() < 255


@pytest.mark.parametrize("preset", [None, "taobao-main-3x4"])
@pytest.mark.parametrize("values", [{}, {"point": "一盏"}, {"point": "把整个客厅的光都换成你自己喜欢的样子到底该怎么选", "badge": "新品", "note": "Donaudampfschifffahrtsgesellschaftskapita"}])  # fmt: skip
@pytest.mark.parametrize("data", [CUT, mug((200, 180, 160)), shots.busy()])
def test_words_stand_above_the_product(
    data: bytes, values: dict[str, str], preset: str | None
) -> None:
    seen = pixels("product-image-lifestyle", data, preset=preset, **values)
    blue = (seen[..., 2].astype(int) - seen[..., 0]) > 60
    rows = np.flatnonzero(blue.sum(axis=1) > 150)
    if values and len(rows):
        assert rows[0] >= 190


def sizes(**values: Any) -> dict[str, float]:
    """How large its words are, by layer."""
    shown = preview("product-image-lifestyle", {"picture": "p", **values}, {"p": CUT})
    boxes = json.loads(shown.sides[BOXES])
    return {box["layer"].rpartition("/")[2]: box["fontSize"] for box in boxes if "fontSize" in box}


@pytest.mark.parametrize("note", ["Dune table lamp", "双层竹蒸笼"])
def test_a_caption_can_be_read_on_a_phone(note: str) -> None:
    """800 px are 390 CSS px there: 24 are nearly 12."""
    beside = sizes(point="灯", note=note)
    assert beside["note"] >= 24
    alone = sizes(note=note)
    assert "note" not in alone
    assert alone["note-alone"] >= 44
