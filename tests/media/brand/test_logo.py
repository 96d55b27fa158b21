"""A logo's file is measured: where its mark is, and what is around it."""

import tempfile
from typing import BinaryIO, cast

import pytest
from PIL import Image, ImageDraw

from domain.brands.roles import SHIPPED, Script
from media.brand.logo import Mark, look, measured
from media.errors import BadPicture
from media.fonts import FACES, faces
from media.fonts.scripts import written_with
from tests.factories.pictures import saved

BLUE = (20, 60, 90)


def drawn(ground: tuple[int, ...] | None, box: tuple[int, int, int, int]) -> Image.Image:
    """200 x 100, a filled box as its mark; without a ground it is transparent."""
    image = Image.new("RGBA", (200, 100), (0, 0, 0, 0) if ground is None else (*ground, 255))
    ImageDraw.Draw(image).rectangle(box, fill=(*BLUE, 255))
    return image


def sent(image: Image.Image) -> BinaryIO:
    file = tempfile.TemporaryFile()  # noqa: SIM115  the test's own, for a moment
    file.write(saved(image))
    file.flush()
    return cast("BinaryIO", file)


@pytest.mark.parametrize("ground", [None, (255, 255, 255)])
def test_a_mark_is_found_on_any_ground(ground: tuple[int, ...] | None) -> None:
    image = drawn(ground, (30, 10, 149, 79))
    mark = Mark(200, 100, (30, 10, 50, 20), ground is None, "#143c5a")
    assert measured(image) == mark


def test_a_clear_pixel_is_no_mark_whatever_colour_it_has() -> None:
    image = Image.new("RGBA", (200, 100), (255, 255, 255, 255))
    image.putpixel((50, 50), (200, 0, 0, 0))
    assert measured(image) is None
    image.putpixel((60, 40), (*BLUE, 255))
    mark = measured(image)
    assert mark is not None
    assert (mark.margins_px, mark.hex) == ((60, 40, 139, 59), "#143c5a")


def test_a_file_is_measured_in_a_child() -> None:
    with sent(drawn(None, (0, 0, 199, 89))) as file:
        seen = look(file)
    assert (seen.margins_px, seen.is_transparent) == ((0, 0, 0, 10), True)


def test_what_has_no_mark_is_refused() -> None:
    with (
        sent(Image.new("RGBA", (20, 20), (9, 9, 9, 255))) as file,
        pytest.raises(BadPicture) as bad,
    ):
        look(file, name="sign.png")
    assert str(bad.value) == "'sign.png' is of one colour alone: there is no mark in it"


def test_what_is_said_of_shipped_families_is_so() -> None:
    found: dict[str, frozenset[Script]] = {}
    for face in FACES:
        if not face.is_color:
            own = frozenset(Script[name] for name in written_with(faces.coverage(face)))
            found[face.family] = found.get(face.family, own) & own
    assert found == dict(SHIPPED)
