"""The print PDF, read back: its boxes, its layers, its spot colours, its vectors."""

import re
import zlib
from typing import Any

import pytest

from media.packaging.pdf.file import File, Name, number
from media.packaging.pdf.inks import srgb_profile
from tests.media.packaging.tags import BARS, PHOTO, SIZE, WORDS, pdf_of, tag

POINTS = 72 / 25.4
_STREAM = re.compile(rb"(<<[^\n]*>>)\nstream\n(.*?)\nendstream", re.DOTALL)


def boxes(pdf: bytes) -> dict[str, list[float]]:
    """MediaBox, BleedBox and TrimBox, in mm."""
    found = re.findall(rb"/(\w+Box) \[([^\]]*)\]", pdf)
    return {
        name.decode(): [float(side) / POINTS for side in sides.split()] for name, sides in found
    }


def drawn(pdf: bytes) -> str:
    """All operators of all that is drawn."""
    texts = [
        zlib.decompress(data).decode("ascii")
        for head, data in _STREAM.findall(pdf)
        if b"FlateDecode" in head and b"/Image" not in head and b"/N 3" not in head
    ]
    return "\n".join(texts)


def shape(**more: Any) -> dict[str, Any]:
    return {"name": "form", "kind": "shape", "box": [10, 20, 20, 10], "fill": "#336699", **more}


def test_its_boxes_are_in_true_size_one_within_the_other() -> None:
    read = boxes(pdf_of(tag(WORDS)))
    left, bottom, right, top = read["TrimBox"]
    assert (right - left, top - bottom) == pytest.approx(
        (SIZE["width"], 2 * SIZE["height"]), abs=1e-3
    )
    bleed = read["BleedBox"]
    assert [a - b for a, b in zip(bleed, read["TrimBox"], strict=True)] == pytest.approx(
        [-3, -3, 3, 3], abs=1e-3
    )
    assert bleed[0] > read["MediaBox"][0]
    assert bleed[3] < read["MediaBox"][3]


def test_every_object_lies_where_the_file_says() -> None:
    pdf = pdf_of(tag(WORDS, {**PHOTO, "corners": 4}), picture="picture")
    start = int(re.findall(rb"startxref\n(\d+)\n%%EOF\n$", pdf)[0])
    table = pdf[start:].split(b"\n")
    assert table[0] == b"xref"
    count = int(table[1].split()[1])
    for place, line in enumerate(table[3 : count + 2], 1):
        assert pdf[int(line[:10]) :].startswith(b"%d 0 obj\n" % place)
    for head, data in _STREAM.findall(pdf):
        assert b"/Length %d" % len(data) in head


def test_the_same_print_has_the_same_bytes() -> None:
    document = tag(WORDS, PHOTO, shape(fill={"linear": [[0, "#000000"], [1, "#FFFFFF"]]}))
    assert pdf_of(document, picture="picture") == pdf_of(document, picture="picture")


def test_knife_and_crease_are_spot_colours_on_layers_of_their_own() -> None:
    pdf = pdf_of(tag(WORDS))
    for spot in ("CutContour", "Crease"):
        assert b"[/Separation /%s /DeviceCMYK" % spot.encode() in pdf
    layers = re.findall(rb"/Type /OCG /Name <FEFF([0-9A-F]+)>", pdf)
    names = [bytes.fromhex(name.decode()).decode("utf-16-be") for name in layers]
    assert names == ["Artwork", "Crease", "Cut", "Guides"]
    content = drawn(pdf)
    assert content.index("/OC /Artwork BDC") < content.index("/OC /Crease BDC")
    assert "/Over gs /CutContour CS 1 SCN" in content


def test_words_are_outlines_and_black_is_black_ink() -> None:
    pdf = pdf_of(tag(WORDS, BARS))
    assert b"/Font" not in pdf
    content = drawn(pdf)
    assert "BT" not in content.split()
    assert "0 0 0 1 k" in content
    assert content.count(" c\n") > 20  # curves of letters


def test_black_stays_black_ink_where_something_is_mixed() -> None:
    """A page that is mixed in RGB has its black turned to four inks, as MuPDF and presses do."""
    pdf = pdf_of(tag(WORDS, shape(opacity=0.5)))
    groups = re.findall(rb"/Group (<<[^>]*>>)", pdf)
    assert len(groups) == 2  # of the page, and of what is half there
    assert not any(b"/CS" in group for group in groups)


def test_a_photo_is_a_jpeg_and_one_that_shows_what_is_below_has_a_mask() -> None:
    plain = pdf_of(tag(PHOTO), picture="picture")
    assert b"/Filter /DCTDecode" in plain
    assert b"/SMask" not in plain
    rounded = pdf_of(tag({**PHOTO, "corners": 4}), picture="picture")
    assert b"/SMask" in rounded


@pytest.mark.parametrize(
    ("layer", "operators"),
    [
        (shape(), "0.2 0.4 0.6 rg\n52 92 80 40 re\nf"),
        (shape(corners=2), "c\nh\nf"),
        (shape(form="ELLIPSE"), "c\nh\nf"),
        (shape(form="STROKE", points=[[0, 0], [1, 1]], stroke=1, dash=[2, 1]), "[8 4] 0 d"),
        (shape(form="PATH", path="M0 0 H10 V10 Q5 12 0 10 C0 8 0 4 0 0 Z", view=[10, 10]), "f*"),
        (shape(border={"color": "#FF0000", "px": 1}), "1 0 0 RG"),
        (shape(fill="#33669980"), "gs"),
        (shape(fill={"linear": [[0, "#000000"], [0.4, "#FF0000"], [1, "#FFFFFF"]]}), "sh"),
        (shape(fill={"radial": [[0, "#000000"], [1, "#FFFFFF"]]}), "sh"),
        (shape(opacity=0.5), "gs"),
        (shape(blend="MULTIPLY"), "gs"),
        (shape(shadows=[{"color": "#000000", "sigma": 1}]), "/I0 Do"),
        ({**WORDS, "stroke": {"width": 0.5, "color": "#FF0000"}}, "1 0 0 RG\n1 j\n4 w"),
        ({"name": "turned", "kind": "frame", "box": [10, 20, 20, 10], "rotate": 90, "clip": True,
          "corners": 1, "layers": [shape(box=[0, 0, 10, 10])]}, "W n"),
    ],
)  # fmt: skip
def test_each_kind_of_layer_has_its_operators(layer: dict[str, Any], operators: str) -> None:
    assert operators in drawn(pdf_of(tag(layer)))


def test_a_file_with_a_hole_in_it_is_a_fault_of_ours() -> None:
    file = File()
    root = file.reserve()
    with pytest.raises(ValueError, match="never filled"):
        file.whole(root, root)
    with pytest.raises(TypeError, match="no object"):
        file.add(object())
    whole = File()
    root = whole.add({"Type": Name("Catalog"), "Text": "茶", "Is": True})
    assert b"/Text <FEFF8336> /Is true" in whole.whole(root, root)


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.00001, "0"), (1.5, "1.5"), (100.0, "100"), (1e-3, "0.001")]
)
def test_numbers_are_short(value: float, text: str) -> None:
    assert number(value) == text


def test_the_profile_tells_no_hour() -> None:
    assert srgb_profile() == srgb_profile()
    assert srgb_profile()[36:40] == b"acsp"
