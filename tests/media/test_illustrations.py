"""The sample store's pictures: the same each time, of one look, and recognisably what they were."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media.illustrations import UnknownProduct, UnknownView, WrongSize, choices, draw, known
from media.illustrations.kit.camera import Camera
from media.illustrations.scenes import PRODUCTS

GOLDEN = Path(__file__).parent.parent / "golden" / "illustrations"
GOLDEN_PX = 96
VIEWS = [(handle, view) for handle, count in known().items() for view in range(count)]
OTHERS = [
    (handle, choice)
    for handle in known()
    for choice in choices(handle)[1:]
    if handle != "tideline-notebook"  # its rulings are too fine for a small picture
]


def apart(one: Image.Image, two: Image.Image) -> float:
    """Mean difference of channels, 0 to 255."""
    difference = np.asarray(one, np.float64) - np.asarray(two, np.float64)
    return float(np.abs(difference).mean())


@pytest.mark.parametrize(("handle", "view"), VIEWS)
def test_a_picture_is_as_it_was(handle: str, view: int, request: pytest.FixtureRequest) -> None:
    file = GOLDEN / f"{handle}-{view}.png"
    picture = draw(handle, size_px=GOLDEN_PX, view=view)
    if request.config.getoption("golden"):
        file.parent.mkdir(parents=True, exist_ok=True)
        picture.save(file, optimize=True)
    with Image.open(file) as golden:
        assert golden.size == picture.size
        assert apart(golden.convert("RGB"), picture) < 2.5


@pytest.mark.parametrize(("handle", "choice"), OTHERS)
def test_another_choice_looks_different(handle: str, choice: str) -> None:
    with Image.open(GOLDEN / f"{handle}-0.png") as usual:
        other = draw(handle, variant=choice.title(), size_px=GOLDEN_PX)
        assert apart(usual.convert("RGB"), other) > 1.5


def test_each_ruling_of_the_notebook_is_drawn() -> None:
    rulings = [draw("tideline-notebook", variant=each) for each in ("Dotted", "Lined", "Plain")]
    for one, two in ((0, 1), (1, 2), (0, 2)):
        changed = np.asarray(rulings[one], np.int16) - np.asarray(rulings[two], np.int16)
        assert (np.abs(changed).max(axis=2) > 12).mean() > 0.002


def test_the_same_arguments_give_the_same_bytes() -> None:
    for handle, view in (("tide-stoneware-mug", 0), ("jasmine-pearl-green-tea", 0)):
        once, again = (draw(handle, size_px=GOLDEN_PX, view=view).tobytes() for _ in range(2))
        assert once == again


def test_a_picture_is_rgb_and_as_large_as_asked() -> None:
    for size_px in (16, 120, 450):
        picture = draw("two-tone-gaiwan", size_px=size_px)
        assert (picture.mode, picture.size) == ("RGB", (size_px, size_px))


@pytest.mark.parametrize(("handle", "view"), VIEWS)
def test_the_product_lies_within_the_frame(handle: str, view: int) -> None:
    """8% of air on at least one axis's both sides, none of it cut off; and it fills the frame."""
    product = PRODUCTS[handle]
    scene = product.views[view](product.choices[0])
    points = scene.points()
    camera = Camera.framing(points, scene.tilt, 1000, scene.fill, shift=scene.shift)
    seen = camera.seen(points)[:, :2]
    low, high = seen.min(axis=0), seen.max(axis=0)
    assert low.min() > 10
    assert high.max() < 990
    assert 600 <= (high - low).max() <= 900


@pytest.mark.parametrize(("handle", "view"), VIEWS)
def test_a_picture_is_neither_flat_nor_burnt_out(handle: str, view: int) -> None:
    with Image.open(GOLDEN / f"{handle}-{view}.png") as golden:
        pixels = np.asarray(golden.convert("L"), np.float64)
    assert pixels.std() > 12
    assert 35 < pixels.mean() < 235
    assert (pixels > 252).mean() < 0.12


def test_words_that_change_nothing_are_passed_over() -> None:
    plain = draw("quay-plate", variant="Ink", size_px=GOLDEN_PX)
    assert draw("quay-plate", variant="27 cm / Ink", size_px=GOLDEN_PX) == plain
    assert draw("quay-plate", variant="27 cm", size_px=GOLDEN_PX) == plain
    assert draw("quay-plate", size_px=GOLDEN_PX) == plain


def test_what_is_not_known_is_a_typed_error() -> None:
    with pytest.raises(UnknownProduct) as unknown:
        draw("left-handed-teapot")
    assert unknown.value.handle == "left-handed-teapot"
    with pytest.raises(UnknownProduct):
        choices("left-handed-teapot")
    with pytest.raises(UnknownView) as view:
        draw("quay-plate", view=1)
    assert (view.value.view, view.value.count) == (1, 1)
    for size_px in (0, 15, 2401):
        with pytest.raises(WrongSize):
            draw("quay-plate", size_px=size_px)
