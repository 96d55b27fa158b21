"""What the painter does to pixels, by small documents of one or two layers."""

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media.render import render
from tests.media import shots


def drawn(*layers: dict[str, Any], ground: str = "#000000", **slots: Any) -> NDArray[np.float64]:
    """A canvas of 200 x 100 with these layers, as height, width, colours."""
    document = {
        "version": 1,
        "name": "small",
        "kind": "POSTER",
        "canvas": {"width_px": 200, "height_px": 100, "ground": ground},
        "slots": {"photo": {"kind": "IMAGE"}, "on": {"kind": "BOOLEAN", "default": False}},
        "layers": [{"name": f"l{n}", **layer} for n, layer in enumerate(layers)],
    }
    made = render(document, slots, {"vase": shots.vase()})
    with Image.open(io.BytesIO(made.data)) as image:
        return np.asarray(image.convert("RGB"), np.float64)


def box(x: float, y: float, width: float, height: float, **more: Any) -> dict[str, Any]:
    return {"kind": "shape", "box": [x, y, width, height], "fill": "#FFFFFF", **more}


def test_a_group_is_laid_on_as_one() -> None:
    children = [{"name": "a", **box(20, 20, 80, 40)}, {"name": "b", **box(60, 20, 80, 40)}]
    pixels = drawn({"kind": "group", "opacity": 0.5, "layers": children})
    assert np.abs(pixels[30:50, 25:135] - 128).max() <= 1
    assert pixels[5, 5, 0] == 0


def test_corners_are_round_and_edges_between_pixels_are_soft() -> None:
    pixels = drawn(box(20.5, 20, 100, 60, corners=[30, 0, 30, 0]))[..., 0]
    assert (pixels[21, 22], pixels[21, 118], pixels[78, 118], pixels[78, 22]) == (0, 255, 0, 255)
    assert pixels[50, 20] == pytest.approx(128, abs=1)
    covered = pixels.sum() / 255
    assert covered == pytest.approx(100 * 60 - 2 * (1 - np.pi / 4) * 30**2, rel=0.002)


def test_an_ellipse_and_a_stroke_cover_what_they_should() -> None:
    disc = drawn(box(50, 10, 80, 80, form="ELLIPSE"))[..., 0]
    assert disc.sum() / 255 == pytest.approx(np.pi * 40**2, rel=0.003)
    line = drawn(box(40, 40, 100, 20, form="STROKE", stroke=8, points=[[0, 0.5], [1, 0.5]]))[..., 0]
    assert line.sum() / 255 == pytest.approx(100 * 8 + np.pi * 4**2, rel=0.01)


@pytest.mark.parametrize("sigma", [2, 12, 60])
def test_a_shadow_keeps_its_weight_however_soft(sigma: int) -> None:
    shadow = {"color": "#FFFFFF80", "sigma": sigma, "x": 0, "y": 0}
    pixels = drawn(box(98, 48, 4, 4, fill="#000000", corners=2, shadows=[shadow]))
    whole = drawn(
        box(60, 30, 80, 40, fill="#000000", shadows=[{"color": "#FFFFFF", "sigma": sigma}])
    )
    assert pixels.max() <= 128
    assert np.abs(whole - whole[:, ::-1]).mean() < 1.5
    assert np.abs(whole - whole[::-1]).mean() < 1.5
    edge = whole[50, 141:146, 0].mean()
    assert 10 < edge < 160


def test_a_long_gradient_between_near_colours_does_not_band() -> None:
    fill = {"linear": [[0, "#B61D1B"], [1, "#AE1917"]], "degrees": 90}
    pixels = drawn({"kind": "gradient", "fill": fill})
    columns = pixels[..., 0].mean(axis=0)
    assert columns[0] == pytest.approx(182, abs=0.6)
    assert columns[-1] == pytest.approx(174, abs=0.6)
    assert np.abs(columns - np.linspace(182, 174, 200)).max() < 0.5  # steps would be off by more


def test_a_clear_stop_shows_its_own_hue_and_no_grey() -> None:
    fill = {"linear": [[0, "#FF0000"], [1, "#00FF0000"]]}
    pixels = drawn({"kind": "gradient", "fill": fill}, ground="#FFFFFF")
    assert (pixels[50, 100, 0], pixels[50, 100, 1]) == pytest.approx((255, 128), abs=5)


@pytest.mark.parametrize(
    ("blend", "expected"), [("MULTIPLY", 80), ("SCREEN", 208), ("OVERLAY", 160), ("NORMAL", 160)]
)
def test_layers_blend(blend: str, expected: float) -> None:
    pixels = drawn(box(0, 0, 200, 100, fill="#A0A0A0", blend=blend), ground="#808080")
    assert pixels[50, 50, 0] == pytest.approx(expected, abs=2)


def test_a_gradient_runs_over_all_the_words() -> None:
    fill = {"linear": [[0, "#FF0000"], [1, "#0000FF"]], "degrees": 90}
    words = {
        "kind": "text",
        "box": [10, 10, 180, 80],
        "text": "HHHHHH",
        "size": [10, 60],
        "color": fill,
    }
    pixels = drawn(words)
    assert pixels[..., 0].sum(axis=0)[:60].sum() > 4 * pixels[..., 0].sum(axis=0)[140:].sum()
    assert pixels[..., 2].sum(axis=0)[140:].sum() > 4 * pixels[..., 2].sum(axis=0)[:60].sum()


def test_words_have_their_shadow() -> None:
    words = {"kind": "text", "box": [10, 10, 180, 80], "text": "H", "size": 60, "color": "#000000"}
    bare = drawn(words)
    shaded = drawn({**words, "shadows": [{"color": "#FFFFFF", "sigma": 4, "x": 6, "y": 6}]})
    assert bare.sum() == 0
    assert shaded.sum() > 0


def test_a_photo_fades_in_from_its_sides() -> None:
    photo = {"kind": "picture", "slot": "photo", "box": [0, 0, 200, 100], "fades": [50, 0, 0, 0]}
    pixels = drawn(photo, photo="vase").mean(axis=(1, 2))
    assert pixels[0] < 4
    assert pixels[60] > 100
    assert (np.diff(pixels[:45]) > -2).all()


def test_a_layer_is_there_only_if_its_condition_holds() -> None:
    lit = box(0, 0, 200, 100, when="on")
    assert drawn(lit).max() == 0
    assert drawn(lit, on=True).min() == 255
    assert (
        drawn(
            box(0, 0, 200, 100, when={"all": [{"not": "on"}, {"any": ["on", {"not": "photo"}]}]})
        ).min()
        == 255
    )


def test_what_reaches_over_the_canvas_is_cut_there() -> None:
    pixels = drawn(box(-500, -500, 600, 550, shadows=[{"color": "#FFFFFF", "sigma": 20}]))
    assert pixels[10, 10, 0] == 255
    assert pixels[90, 190, 0] < 40


def test_grain_leaves_the_mean_and_the_ends_alone() -> None:
    grey = drawn({"kind": "gradient", "grain": 0.3}, ground="#808080")
    assert grey.std() > 3
    assert grey.mean() == pytest.approx(128, abs=1)
    assert drawn({"kind": "gradient", "grain": 0.3}).max() == 0
