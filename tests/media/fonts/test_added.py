"""Fonts that somebody adds: which are taken, which are not and why, and what a render does with them."""

import hashlib
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import BadFont, MediaError, UnknownFont
from media.fonts import FOLDER
from media.fonts.added import MAX_BYTES, added, families
from media.fonts.intake import look
from media.render import check, render
from media.scene import Box, Color, Font, Span, Text
from media.typesetting.text import place_in
from tests.media.typesetting.inked import inked

SERIF = (FOLDER / "InstrumentSerif.ttf").read_bytes()
NAME = "Brand Serif"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def table(data: bytes, tag: bytes) -> tuple[int, int, int]:
    """Where its row in the directory is, its offset and its length."""
    (count,) = struct.unpack_from(">H", data, 4)
    for number in range(count):
        row = 12 + 16 * number
        if data[row : row + 4] == tag:
            return row, *struct.unpack_from(">II", data, row + 8)
    raise LookupError(tag)


def patched(data: bytes, at: int, new: bytes) -> bytes:
    return data[:at] + new + data[at + len(new) :]


def with_embedding(bits: int) -> bytes:
    _, offset, _ = table(SERIF, b"OS/2")
    return patched(SERIF, offset + 8, struct.pack(">H", bits))


def without(tag: bytes) -> bytes:
    return patched(SERIF, table(SERIF, tag)[0], b"zzzz")


def test_a_font_says_what_it_is() -> None:
    asset = added((FOLDER / "Archivo.ttf").read_bytes(), family="Brand")
    assert (asset.family, asset.weights, asset.widths, asset.italic) == (
        "Brand",
        (100, 900),
        (62, 125),
        False,
    )
    assert asset.characters > 500
    assert asset.digest == digest((FOLDER / "Archivo.ttf").read_bytes())
    assert added((FOLDER / "InstrumentSerif-Italic.ttf").read_bytes(), family="It").italic


REFUSED: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "no font"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "neither"),
    "woff": (b"wOFF" + bytes(99), "WOFF"),
    "woff2": (b"wOF2" + bytes(99), "WOFF2"),
    "a collection": (b"ttcf" + bytes(99), "collection"),
    "no tables": (b"\0\1\0\0" + bytes(99), "list of tables"),
    "cut off": (SERIF[:30_000], "broken table"),
    "far too large": (SERIF + bytes(MAX_BYTES), "larger"),
    "restricted": (with_embedding(0x0002), "restricted"),
    "bitmaps only": (with_embedding(0x0204), "bitmaps"),
    "no cmap": (without(b"cmap"), "cmap"),
    "no outlines": (without(b"glyf"), "no outlines"),
    "outlines of zeros": (patched(SERIF, table(SERIF, b"glyf")[1], bytes(table(SERIF, b"glyf")[2])), "drawn"),
    "cmap of zeros": (patched(SERIF, table(SERIF, b"cmap")[1], bytes(table(SERIF, b"cmap")[2])), "characters"),
    "pictures, no outlines": ((FOLDER / "NotoColorEmoji.ttf").read_bytes(), "no outlines"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_font_that_may_be_used_is_refused_with_its_reason(case: str) -> None:
    data, reason = REFUSED[case]
    with pytest.raises(BadFont, match=reason) as caught:
        added(data, family=NAME, name="upload.ttf")
    assert caught.value.rule == "font.file"
    assert "upload.ttf" in str(caught.value)


@pytest.mark.parametrize("bits", [0x0000, 0x0004, 0x0008])
def test_what_may_be_embedded_is_taken(bits: int) -> None:
    assert added(with_embedding(bits), family=NAME).characters > 100


@pytest.mark.parametrize("family", ["Inter", "../etc", "a\nb\0", "x" * 80])
def test_a_family_needs_a_name_of_its_own(family: str) -> None:
    with pytest.raises(BadFont):
        added(SERIF, family=family)


def test_an_upload_is_looked_at_in_a_child(tmp_path: Path) -> None:
    file = tmp_path / "brand.ttf"
    file.write_bytes(SERIF)
    with file.open("rb") as opened:
        seen = look(opened, family=NAME)
    assert (seen.family, seen.digest, seen.weights) == (NAME, digest(SERIF), (400, 400))
    file.write_bytes(with_embedding(2))
    with file.open("rb") as opened, pytest.raises(BadFont, match=r"brand\.ttf.*restricted"):
        look(opened, name="brand.ttf")


def document(family: Any) -> dict[str, Any]:
    return {
        "version": 1, "name": "words", "kind": "POSTER",
        "canvas": {"width_px": 400, "height_px": 120, "ground": "#FFFFFF"},
        "slots": {"title": {"kind": "TEXT", "required": True}},
        "layers": [
            {"name": "title", "kind": "text", "box": [20, 10, 360, 100], "text": "{title}",
             "font": family, "size": 60, "color": "#000000"},
        ],
    }  # fmt: skip


def test_a_template_may_name_a_font_that_was_added() -> None:
    plain = render(document("Instrument Serif"), {"title": "Hamburg"}, {})
    mine = render(
        document(NAME), {"title": "Hamburg"}, {}, fonts={f"{NAME}={digest(SERIF)}": SERIF}
    )
    other = render(document("Inter"), {"title": "Hamburg"}, {})
    assert mine.data == plain.data != other.data


@pytest.mark.parametrize("field", ["font", "emphasis", "mark", "han"])
def test_a_family_that_is_not_there_names_its_layer(field: str) -> None:
    asked = document("Inter")
    asked["layers"][0][field] = (
        "Nowhere Sans" if field == "font" else {"font": ["Inter", "Nowhere Sans"]}
    )
    with pytest.raises(UnknownFont) as caught:
        check(asked, {"title": "a"}, ())
    assert (caught.value.family, caught.value.layer, caught.value.template) == (
        "Nowhere Sans",
        "title",
        "words",
    )


def test_bytes_that_are_not_what_their_digest_says_are_refused() -> None:
    with pytest.raises(BadFont, match="digest"):
        families({f"{NAME}={digest(b'')}": SERIF})


def test_files_of_one_family_are_its_faces_and_its_name_holds_their_digests() -> None:
    italic = (FOLDER / "InstrumentSerif-Italic.ttf").read_bytes()
    found = families({f"{NAME}={digest(data)}": data for data in (SERIF, italic)})
    assert list(found) == [NAME]
    assert digest(SERIF) in found[NAME]
    assert digest(italic) in found[NAME]
    assert families({f"{NAME}={digest(SERIF)}": SERIF})[NAME] != found[NAME]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SERIF) - 1), st.binary(min_size=1, max_size=8)),
        min_size=1,
        max_size=30,
    )
)
def test_a_broken_font_is_an_error_or_draws(changes: list[tuple[int, bytes]]) -> None:
    data = SERIF
    for at, new in changes:
        data = patched(data, at, new[: len(data) - at])
    try:
        (family,) = families({f"{NAME}={digest(data)}": data}).values()
        spans = (Span("Hamburg 12", Font((family,)), Color(0, 0, 0)),)
        placed = place_in(
            Text(name="t", spans=spans, size_min_px=4, size_max_px=40), Box(0, 0, 400, 90)
        )
    except MediaError:
        return
    inked(placed)
