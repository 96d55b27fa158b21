"""The proof, looked at: codes are read from it, and ink lies where it belongs."""

from typing import Any

import pytest

from media.packaging.desk import MARGIN_MM, Desk
from media.packaging.render import template_of
from tests.media.packaging.tags import BARS, EAN, LINK, VALUES, pixels, printed, read, tag

FLOOR = {"name": "floor", "kind": "shape", "box": [-3, 50, "100%+6", 23], "fill": "#C03020"}


def test_both_codes_are_read_from_it() -> None:
    link = {**LINK, "box": [15, 12, 18, 18]}
    made = printed(tag(link, BARS))
    assert read(pixels(made)) == {EAN, VALUES["link"]}
    assert (made.width_mm, made.height_mm, made.findings) == (50, 140, ())


@pytest.mark.parametrize(("turn", "place"), [(0, (25, 65)), (180, (25, 5))])
def test_art_is_turned_as_its_panel_is_read(turn: int, place: tuple[int, int]) -> None:
    """The floor of the front is at its foot, and at its head when it is turned over."""
    document = tag(FLOOR)
    document["artwork"][0]["turn"] = turn
    desk = Desk(template_of(document))
    x, y = desk.at(place[0], 70 + place[1])
    red, green, _ = pixels(printed(document)).getpixel((round(x), round(y)))  # type: ignore[misc]
    assert red > 150 > green


def test_bleed_is_veiled_and_a_hole_shows_the_desk() -> None:
    document = tag(FLOOR, ground="#204060")
    image = pixels(printed(document))
    desk = Desk(template_of(document))

    def at(x: float, y: float) -> Any:
        left, top = desk.at(x, 70 + y)
        return image.getpixel((round(left), round(top)))

    inside, beyond, hole = at(25, 66), at(25, 71.5), at(25, 7)
    assert inside[1] < beyond[1] < 238  # paler, and still seen
    assert min(hole) > 120
    assert min(at(25, 80)) > 200  # nothing is printed past the bleed


def test_the_board_is_as_dark_as_it_is_said_to_be() -> None:
    document = tag(FLOOR, ground=None)
    document["dieline"] = {**document["dieline"], "board_color": "#B08850"}
    image = pixels(printed(document))
    desk = Desk(template_of(document))
    red, _, blue = image.getpixel(tuple(map(round, desk.at(12, 100))))  # type: ignore[arg-type, misc]
    assert red - blue > 60
    assert desk.left_mm > MARGIN_MM
