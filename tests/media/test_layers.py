"""Frames, groups, paths, borders, masks, cut-outs and codes, seen in their pixels."""

import io
from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.document.codes import check_digit
from media.errors import BadTemplate, BadValue
from media.render import render
from tests.factories.pictures import saved
from tests.media import shots
from tests.media.documents import dark, document, drawn

BLACK = {"name": "black", "kind": "shape", "fill": "#000000"}


def frame(*layers: Any, **more: Any) -> dict[str, Any]:
    return {"name": "frame", "kind": "frame", "box": [100, 50, 200, 100], "layers": list(layers), **more}  # fmt: skip


def test_boxes_in_a_frame_count_from_its_corner() -> None:
    inner = {**BLACK, "box": ["50%", 10, "25%", 20]}
    assert dark(drawn(document(frame(inner)))) == (200, 60, 250, 80)


def test_frames_in_frames_add_up() -> None:
    inner = frame({**BLACK, "box": [5, 5, 10, 10]}, name="inner", box=[10, 20, 50, 50])
    assert dark(drawn(document(frame(inner)))) == (115, 75, 125, 85)


def test_a_frame_cuts_what_reaches_beyond_it_where_it_is_told_to() -> None:
    wide = {**BLACK, "box": [-50, -50, 400, 400]}
    assert dark(drawn(document(frame(wide)))) == (50, 0, 400, 300)
    assert dark(drawn(document(frame(wide, clip=True)))) == (100, 50, 300, 150)


def test_a_frame_turns_around_its_middle() -> None:
    bar = {**BLACK, "box": [0, 45, 200, 10]}
    left, top, right, bottom = dark(drawn(document(frame(bar, rotate=90))))
    assert (left, right) == (195, 205)
    assert (top, bottom) == (0, 200)


def test_a_group_is_softened_as_a_whole() -> None:
    group = {"name": "group", "kind": "group", "blur": 6, "layers": [{**BLACK, "box": [100, 100, 100, 100]}]}  # fmt: skip
    pixels = drawn(document(group))
    assert pixels[150, 150, 0] < 10
    assert 100 < pixels[150, 100, 0] < 155


def test_grain_leaves_clear_what_is_clear() -> None:
    film = {"name": "film", "kind": "gradient", "grain": 0.5}
    shown = drawn(document(frame({**BLACK, "box": [0, 0, 10, 10]}, film, clip=True)))
    assert shown[120, 250].tolist() == [255, 255, 255]
    assert shown[55, 105].max() < 40


def test_a_path_is_filled_and_its_holes_are_not() -> None:
    ring = "M0 0 L10 0 L10 10 L0 10 Z M3 3 L7 3 L7 7 L3 7 Z"
    layer = {**BLACK, "form": "PATH", "path": ring, "view": [10, 10], "box": [50, 50, 100, 100]}
    pixels = drawn(document(layer))
    assert dark(pixels) == (50, 50, 150, 150)
    assert pixels[100, 100, 0] == 255
    assert pixels[60, 60, 0] == 0


@given(radius=st.integers(10, 60))
@settings(max_examples=10, deadline=None)
def test_a_circle_of_four_curves_is_as_large_as_one(radius: int) -> None:
    near, far = 1 - 0.5523, 1 + 0.5523
    round_path = (
        f"M2 1 C2 {far} {far} 2 1 2 C{near} 2 0 {far} 0 1 "
        f"C0 {near} {near} 0 1 0 C{far} 0 2 {near} 2 1 Z"
    )
    layer = {**BLACK, "form": "PATH", "path": round_path, "view": [2, 2]}
    layer["box"] = [150 - radius, 150 - radius, 2 * radius, 2 * radius]
    ink = (255 - drawn(document(layer))[..., 0].astype(float)).sum() / 255
    assert ink == pytest.approx(np.pi * radius * radius, rel=0.03)


@pytest.mark.parametrize(
    ("path", "said"),
    [("m0 0 l1 1", "absolute"), ("L1 1", "begins with M"), ("M0 0 L1", "takes 2"),
     ("M0 0 X", "no part"), ("M0 0 L1 1", "surrounds")],
)  # fmt: skip
def test_a_wrong_path_is_named_with_its_layer(path: str, said: str) -> None:
    layer = {**BLACK, "form": "PATH", "path": path, "box": [0, 0, 10, 10]}
    with pytest.raises(BadTemplate, match=said) as caught:
        render(document(layer), {}, {})
    assert caught.value.layer == "black"


def test_a_border_is_inside_its_edge() -> None:
    layer = {**BLACK, "fill": "#FFFFFF", "border": {"color": "#000000", "px": 4}, "box": [50, 50, 60, 40]}  # fmt: skip
    pixels = drawn(document(layer))
    assert dark(pixels) == (50, 50, 110, 90)
    assert pixels[70, 53, 0] == 0
    assert pixels[70, 55, 0] == 255


def test_a_dashed_line_is_on_and_off() -> None:
    layer = {**BLACK, "form": "STROKE", "points": [[0, 0.5], [1, 0.5]], "stroke": 2,
             "dash": [20, 20], "box": [0, 100, 200, 10]}  # fmt: skip
    row = drawn(document(layer))[105, :200, 0]
    assert row[10] < 60
    assert row[30] == 255
    assert row[50] < 60


PICTURE = {"name": "photo", "kind": "picture", "slot": "picture", "box": [100, 50, 200, 200]}
SLOTS = {"picture": {"kind": "IMAGE"}}


def solid(color: tuple[int, ...], mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> bytes:
    return saved(Image.new(mode, size, color))


def test_a_mask_shows_an_ellipse_of_a_photo() -> None:
    template = document({**PICTURE, "mask": "ELLIPSE"}, slots=SLOTS)
    pixels = drawn(template, {"picture": "a"}, {"a": solid((200, 0, 0))})
    assert tuple(pixels[150, 200]) == (200, 0, 0)
    assert tuple(pixels[55, 105]) == (255, 255, 255)


def test_contain_blur_shows_all_of_it_over_itself() -> None:
    half = Image.new("RGB", (80, 40), (200, 0, 0))
    half.paste((0, 0, 200), (40, 0, 80, 40))
    template = document({**PICTURE, "fit": "CONTAIN_BLUR"}, slots=SLOTS)
    pixels = drawn(template, {"picture": "a"}, {"a": saved(half)})
    assert tuple(pixels[150, 120]) == (200, 0, 0)
    assert tuple(pixels[150, 280]) == (0, 0, 200)
    assert dark(pixels) == (100, 50, 300, 250)
    assert pixels[60, 110, 0] > pixels[60, 110, 2]


def test_contain_blur_goes_on_beyond_its_edges_without_a_seam() -> None:
    y, x = np.mgrid[0:80, 0:80]
    slope = np.stack([x * 2 + 40, y * 2 + 40, np.full_like(x, 90)], axis=-1).astype(np.uint8)
    template = document({**PICTURE, "fit": "CONTAIN_BLUR", "box": [0, 50, 400, 200]}, slots=SLOTS)
    shown = drawn(template, {"picture": "a"}, {"a": saved(Image.fromarray(slope))}).astype(int)
    across = np.abs(np.diff(shown[52:248], axis=1))
    assert across.max() <= 12
    assert np.abs(shown[150, 10] - shown[150, 102]).max() < 20


def test_a_picture_with_a_clear_ground_stands_on_its_shadow() -> None:
    cut = Image.new("RGBA", (60, 90), (0, 0, 0, 0))
    cut.paste((180, 40, 30, 255), (10, 10, 50, 80))
    layer = {**PICTURE, "cutout": True, "standing": "#101010", "anchor": [0.5, 1]}
    pixels = drawn(document(layer, slots=SLOTS), {"picture": "a"}, {"a": saved(cut)})
    under = pixels[235:250, 150:250].min()
    assert under < 200
    assert tuple(pixels[150, 200]) == (180, 40, 30)


@pytest.mark.parametrize("share", [0.5, 0.85, 1.0])
def test_a_subject_fills_the_share_that_it_is_told_to(share: float) -> None:
    cut = Image.new("RGBA", (60, 90), (0, 0, 0, 0))
    cut.paste((180, 40, 30, 255), (10, 10, 50, 60))
    layer = {**PICTURE, "cutout": True, "fill": share}
    pixels = drawn(document(layer, slots=SLOTS), {"picture": "a"}, {"a": saved(cut)})
    left, top, right, bottom = dark(pixels)
    assert bottom - top == pytest.approx(200 * share, abs=2)
    assert left + right == pytest.approx(400, abs=2)
    assert top + bottom == pytest.approx(300, abs=2)


def test_what_cannot_be_cut_out_is_known_to_conditions() -> None:
    badge = {**BLACK, "when": {"cuttable": "picture"}, "box": [0, 0, 10, 10]}
    template = document({**PICTURE, "cutout": True}, badge, slots=SLOTS)
    with_ground = drawn(template, {"picture": "a"}, {"a": shots.busy()})
    assert with_ground[5, 5, 0] == 255
    cut = Image.new("RGBA", (60, 90), (0, 0, 0, 0))
    cut.paste((180, 40, 30, 255), (10, 10, 50, 80))
    assert drawn(template, {"picture": "a"}, {"a": saved(cut)})[5, 5, 0] == 0


def code(kind: str, **more: Any) -> dict[str, Any]:
    slots = {"code": {"kind": kind, **more.pop("slot", {})}}
    layer = {"name": "code", "kind": "code", "slot": "code", "box": [50, 50, 200, 200], **more}
    return document(layer, slots=slots)


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60))  # fmt: skip
@settings(max_examples=40, deadline=None)
def test_a_qr_code_reads_back(text: str) -> None:
    text = text.strip()
    if not text:
        return
    made = render(code("QR"), {"code": text}, {}, format="png")
    image = Image.open(io.BytesIO(made.data))
    (found,) = zxingcpp.read_barcodes(np.asarray(image))
    assert found.text == text


def test_another_reader_reads_it_too() -> None:
    made = drawn(code("QR"), {"code": "https://halden.example/autumn?n=7"})
    said, _, _ = cv2.QRCodeDetector().detectAndDecode(cv2.cvtColor(made, cv2.COLOR_RGB2BGR))
    assert said == "https://halden.example/autumn?n=7"


@given(digits=st.text("0123456789", min_size=12, max_size=12))
@settings(max_examples=30, deadline=None)
def test_a_barcode_reads_back(digits: str) -> None:
    number = digits + str(check_digit(digits))
    pixels = drawn(code("BARCODE", box=[20, 20, 360, 120]), {"code": number})
    (found,) = zxingcpp.read_barcodes(pixels)
    assert found.text == number


@pytest.mark.parametrize(
    ("symbology", "value", "said"),
    [
        ("EAN13", "4006381333932", "check digit is 2; 1 is right"),
        ("EAN13", "400638133393", "13 digits"),
        ("EAN8", "96385075", "check digit"),
        ("UPCA", "03600029145x", "12 digits"),
        ("CODE128", "價", "ASCII"),
    ],
)
def test_a_wrong_barcode_is_refused(symbology: str, value: str, said: str) -> None:
    template = code("BARCODE", slot={"symbology": symbology})
    with pytest.raises(BadValue, match=said) as caught:
        render(template, {"code": value}, {})
    assert caught.value.slot == "code"


def test_a_code_that_has_no_room_is_refused_by_its_layer() -> None:
    with pytest.raises(BadValue, match="do not fit") as caught:
        render(code("QR", box=[0, 0, 20, 20]), {"code": "x" * 200}, {})
    assert caught.value.layer == "code"


def test_modules_are_whole_pixels_at_any_scale() -> None:
    for scale in (0.5, 1.0, 1.3):
        pixels = drawn(code("QR"), {"code": "https://halden.example"}, scale=scale)
        assert set(np.unique(pixels)) <= {0, 255}
