"""Clips within stills and films: the right frame at each time, whatever the order, as a picture
would be shown."""

import io
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media.clips import frames as clip_frames
from media.clips.frames import Reel, Window
from media.clips.opening import Clips
from media.film import render
from media.render import render as render_still
from tests.media.film.clips import LAYER, SIZE, counter, document, number_of, seen
from tests.media.film.test_segments import children


@pytest.mark.parametrize("ending", ["mp4", "webm", "mkv"])
def test_each_frame_of_a_film_is_the_clips_own(ending: str) -> None:
    assert seen(document(), counter(30, "20", ending)) == [n % 16 for n in range(20)]


def test_it_starts_at_the_second_that_its_slot_says() -> None:
    value = {"asset": "a", "from": 0.5}
    assert seen(document(), counter(), value=value) == [n % 16 for n in range(10, 30)]


def test_it_waits_for_its_own_start() -> None:
    assert seen(document(at=0.4), counter()) == [0] * 8 + list(range(12))


def test_its_end_stands_and_a_loop_begins_again() -> None:
    short = counter(7)
    assert seen(document(), short) == [*range(7)] + [6] * 13
    assert seen(document(loop=True), short) == [n % 7 for n in range(20)]
    assert seen(document(loop=True, at=0.25), short) == [0] * 5 + [n % 7 for n in range(15)]


@pytest.mark.parametrize(("rate", "step"), [("40", 2), ("10", 0.5), ("60", 3)])
def test_other_rates_are_brought_to_the_films(rate: str, step: float) -> None:
    """Each frame is the clip's at that time, or the next one where two are as near."""
    found = seen(document(), counter(60, rate))
    for number, one in enumerate(found):
        wanted = {int(number * step + half) % 16 for half in (0, 0.5, 1)}
        assert one in wanted, number
    assert len(set(found)) >= 8


def test_a_scene_goes_on_with_its_clip_under_the_transition_that_follows() -> None:
    into = {"transition": {"kind": "WIPE", "direction": "LEFT", "seconds": 0.4, "easing": "LINEAR"}}
    found = seen(document({}, into), counter(30), at=(40, 60))
    assert found[:20] == [n % 16 for n in range(20)]
    assert found[20:24] == [n % 16 for n in range(20, 24)]  # the old one, on its way out
    assert found[-10:] == [n % 16 for n in range(10, 20)]


def test_cover_cuts_around_the_focus_and_contain_shows_all() -> None:
    """96 x 64 in a box of 80 x 120: an eighth of the clip on either side of the middle is seen."""
    box = [20, 20, 80, 120]

    def at(**layer: Any) -> NDArray[np.uint8]:
        made = document(**{"box": box, **layer})
        return np.asarray(render.still_at(made, {"clip": "a"}, {"a": counter()}, 0.5), np.int16)

    cover = at()
    assert number_of(cover[100, 24]) == number_of(cover[100, 96]) == 10
    assert cover[26, 60].min() > 240  # its white top, 15 px of it now
    left = at(focus=[0, 0.5])
    assert left[100, 30].max() < 20  # its black edge
    contained = at(fit="CONTAIN")
    assert contained[100, 23].max() < 20
    assert number_of(contained[90, 60]) == 10
    assert abs(contained[40, 60] - 128).max() < 6  # the ground, above it
    assert abs(contained[120, 60] - 128).max() < 6


def test_corners_masks_shadows_and_borders_are_those_of_a_picture() -> None:
    """In a film as in a still, whose picture it is."""
    looks: list[dict[str, Any]] = [
        {"corners": 24}, {"mask": "ELLIPSE"}, {"fades": [0, 0, 30, 0]}, {"opacity": 0.5},
        {"corners": 10, "border": {"color": "#FFFFFF", "px": 4}}, {"fit": "CONTAIN"},
        {"shadows": [{"color": "#000000", "sigma": 6, "y": 5}], "corners": 8}, {"blend": "MULTIPLY"},
        {"box": [7.3, 11.6, 91.5, 65.2]},
    ]  # fmt: skip
    for look in looks:
        made = document(**{"box": [21, 31, 81, 95], **look})
        moving = render.still_at(made, {"clip": "a"}, {"a": counter()}, 0.0)
        still = {key: part for key, part in made.items() if key != "film"}
        still |= {"kind": "POSTER", "layers": made["film"]["scenes"][0]["layers"]}
        data = render_still(still, {"clip": "a"}, {"a": counter()}, format="png").data
        with Image.open(io.BytesIO(data)) as picture:
            away = np.abs(np.asarray(picture, np.int16) - np.asarray(moving, np.int16))
        assert away.mean() < 4, look
        assert (away.max(axis=2) > 60).mean() < 0.02, look


def test_a_still_shows_the_frame_at_its_second() -> None:
    still = document()
    still |= {"kind": "POSTER", "layers": still.pop("film")["scenes"][0]["layers"]}
    for value, number in (("a", 0), ({"asset": "a", "from": 0.5}, 10)):
        data = render_still(still, {"clip": value}, {"a": counter()}, format="png").data
        with Image.open(io.BytesIO(data)) as picture:
            assert number_of(picture.getpixel((60, 60))) == number
    empty = render_still(still, {}, {}, format="png")
    assert empty.width_px == 160


def test_it_moves_and_fades_as_any_layer_does() -> None:
    moves = [{"property": "x", "from": 0, "to": 40, "seconds": 1, "easing": "LINEAR"},
             {"property": "opacity", "from": 1, "to": 0, "at": 0.8, "seconds": 0.2, "easing": "LINEAR"}]  # fmt: skip
    made = document(box=[0, 0, 60, 40], animate=moves, corners=4)
    drawn = [render.still_at(made, {"clip": "a"}, {"a": counter()}, at) for at in (0.25, 0.5, 0.95)]
    assert number_of(drawn[0].getpixel((60, 30))) == 5
    assert number_of(drawn[1].getpixel((70, 30))) == 10
    assert (
        abs(np.asarray(drawn[0], np.int16)[30, 12:15].mean() - 10) < 30
    )  # its black edge moved on
    gone = np.asarray(drawn[2], np.int16)[30, 70]
    assert 0 < np.abs(gone - 128).max() < 60


def test_it_plays_within_groups_that_are_painted_apart() -> None:
    for kind, look in (("group", {"rotate": 20}), ("frame", {"clip": True, "corners": 20}), ("group", {"blend": "MULTIPLY"})):  # fmt: skip
        inner = {"name": "group", "kind": kind, "box": [0, 0, 120, 80], "layers": [LAYER], **look}
        base = document({"ground": "#FFFFFF", "layers": [inner]})
        assert seen(base, counter())[:16] == list(range(16)), kind


def test_frames_are_the_same_in_any_order() -> None:
    """A decoder that starts in the middle sees what one that came from the beginning sees."""
    window = Window(0.0, 0.0, 1.0, 1.0, SIZE)
    for data, fps in ((counter(200, "24"), 30), (counter(200, "30000/1001"), 30),
                      (counter(200, "60"), 25), (counter(120, "25", "webm"), 24)):  # fmt: skip
        clips = Clips({"a": data})
        file = clips.get("a")
        for start in (0.0, 0.37):
            count = clip_frames.count(file, start, fps, 10_000)
            reel = Reel(file, start, fps, count, window)
            inorder = [reel.at(number).copy() for number in range(count)]
            other = Reel(file, start, fps, count, window)
            for number in (count - 1, 3, 90, 20, 21, 22, 95, 0, count + 5):
                wanted = inorder[min(number, count - 1)]
                assert np.array_equal(other.at(number), wanted), (fps, start, number)
            reel.close()
            other.close()
        clips.close()
    assert not children()
