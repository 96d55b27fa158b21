"""Clips within films and stills: the right frame at each time, whatever the order, and no decoder
left behind. The test clips are a counter: frame n is one of sixteen colours, by n."""

import copy
import io
import math
import tempfile
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from media.clips import frames as clip_frames
from media.clips.frames import Reel, Window
from media.clips.opening import Clips
from media.document import film
from media.errors import BadTemplate, BadValue, Cancelled, MissingAsset, TooLarge
from media.film import encoder, own_sound, planes, render, segments, sound
from media.film.loudness import RATE
from media.film.playing import clips_of
from media.render import render as render_still
from tests.media.film import probe
from tests.media.film.test_segments import children

FPS = 20
SIZE = (96, 64)
COLORS = [(40 + 50 * (n % 4), 40 + 50 * (n // 4), 240 - 14 * n) for n in range(16)]
LEFT, TOP = (0, 0, 0), (255, 255, 255)  # what stands at its edges: 16 px left, 8 px above


@lru_cache(maxsize=16)
def counter(
    count: int = 30, fps: str = "20", ending: str = "mp4", *more: str, first: int = 0
) -> bytes:
    """A clip of flat frames with a black edge at its left and a white one on top."""
    raw = b""
    for number in range(first, first + count):
        frame = np.empty((SIZE[1], SIZE[0], 3), np.uint8)
        frame[:] = COLORS[number % 16]
        frame[:, :16] = LEFT
        frame[:8] = TOP
        raw += frame.tobytes()
    how = {"mp4": ["-c:v", "libx264", "-crf", "4", "-bf", "2"], "webm": ["-c:v", "libvpx-vp9", "-crf", "8", "-b:v", "0"],
           "mkv": ["-c:v", "libx264", "-crf", "4"]}[ending]  # fmt: skip
    with TemporaryDirectory() as folder:
        into = Path(folder) / f"clip.{ending}"
        encoder.run([
            "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{SIZE[0]}x{SIZE[1]}", "-r", fps, "-i", put(raw, folder),
            *(["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"] if "-shortest" in more else []),
            "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-colorspace", "bt709", "-pix_fmt", "yuv420p",
            "-g", "12", *how, *more, into,
        ])  # fmt: skip
        return into.read_bytes()


def put(raw: bytes, folder: str) -> Path:
    file = Path(folder) / "raw"
    file.write_bytes(raw)
    return file


def number_of(rgb: Any) -> int:
    """Which of the sixteen colours it is nearest to."""
    away = [math.dist(tuple(map(float, rgb)), color) for color in COLORS]
    return int(np.argmin(away))


LAYER: dict[str, Any] = {"name": "clip", "kind": "clip", "slot": "clip", "box": [0, 0, 120, 80]}


def document(*scenes: dict[str, Any], **layer: Any) -> dict[str, Any]:
    """A film of scenes of a second with the clip in each of them."""
    parts = scenes or ({},)
    return {
        "version": 1, "name": "film-clip", "kind": "FILM",
        "canvas": {"width_px": 160, "height_px": 160, "ground": "#808080"},
        "slots": {"clip": {"kind": "VIDEO"}, "title": {"kind": "TEXT"}},
        "film": {"fps": FPS, "scenes": [
            {"name": f"scene{number}", "seconds": {"min": 1, "reading": False},
             "layers": [copy.deepcopy({**LAYER, **layer})], **part}
            for number, part in enumerate(parts)]},
    }  # fmt: skip


def seen(made: Any, data: bytes, at: tuple[int, int] = (60, 60), value: Any = "a") -> list[int]:
    """The colour's number at a place, for each frame of the film."""
    ready = render._ready(film.parse(made), {"clip": value}, {"a": data})
    drawn = ready.frames()
    try:
        return [number_of(pixels(drawn.frame(n))[at[1], at[0]]) for n in range(ready.plan.frames)]
    finally:
        drawn.close()
        ready.clips.close()


def pixels(frame: planes.Frame) -> NDArray[np.uint8]:
    return np.asarray(planes.to_picture(frame))


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


def test_a_segment_is_made_again_where_its_clip_has_changed(tmp_path: Path) -> None:
    made = document(
        {}, {"layers": [{"name": "plain", "kind": "shape", "box": [0, 0, 9, 9], "fill": "#000000"}]}
    )
    cache = tmp_path / "cache"

    def keep(data: bytes, **value: Any) -> set[str]:
        values = {"clip": {"asset": "a", **value}}
        render.render_film(made, values, {"a": data}, tmp_path / "film.mp4", cache=cache)
        return {file.name for file in cache.glob("*.mp4")}

    first = keep(counter())
    assert len(first) == 2
    assert keep(counter()) == first
    other = keep(counter(30, first=3))
    assert len(other - first) == 1
    assert len(keep(counter(), **{"from": 0.25}) - other) == 1
    decoded = probe.luma(tmp_path / "film.mp4", (160, 160))
    assert len(decoded) == 40


def test_whether_it_is_heard_changes_no_segment() -> None:
    keys = []
    for is_heard in (True, False):
        ready = render._ready(film.parse(document(sound=is_heard)), {"clip": "a"}, {"a": counter()})
        one = ready.plan.segments[0]
        keys.append(segments.key(ready.plan, one, ready.photos, (160, 160)))
        ready.clips.close()
    assert keys[0] == keys[1]


def test_a_cancelled_film_leaves_no_decoder_and_no_file(tmp_path: Path) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        if len(asked) == 12:
            assert len(children()) == 2  # one decodes, one encodes
        return len(asked) > 12

    clip_of = {"clip": "a"}
    long = counter(400)  # it is still read when the film stops
    made = document({"seconds": {"min": 15, "reading": False}})
    before = set(Path(tempfile.gettempdir()).glob("clips-*"))
    with pytest.raises(Cancelled):
        render.render_film(made, clip_of, {"a": long}, tmp_path / "film.mp4", is_cancelled=stop)
    assert not children()
    assert not (tmp_path / "film.mp4").exists()
    assert set(Path(tempfile.gettempdir()).glob("clips-*")) <= before


def test_a_forgotten_film_ends_its_decoders() -> None:
    ready = render._ready(film.parse(document()), {"clip": "a"}, {"a": counter(400)})
    drawn = ready.frames()
    drawn.frame(3)
    assert children()
    del drawn, ready
    assert not children()


def test_its_sound_is_heard_where_it_plays_and_the_bed_steps_back() -> None:
    loud = counter(30, "20", "mp4", "-shortest", "-c:a", "aac")
    ready = render._ready(
        film.parse(document({}, {"layers": [{**LAYER, "sound": True, "at": 0.3}]})),
        {"clip": "a"}, {"a": loud},
    )  # fmt: skip
    ((start, own),) = render._clips_heard(ready)
    assert start == pytest.approx(1.3)
    assert len(own) == pytest.approx(0.7 * RATE, abs=RATE // FPS)
    spectrum = np.abs(np.fft.rfft(own[:, 0]))
    assert np.fft.rfftfreq(len(own), 1 / RATE)[spectrum.argmax()] == pytest.approx(440, abs=4)
    mixed = render._heard(ready)
    assert mixed is not None
    assert np.abs(mixed[:RATE]).max() < 1e-3 < np.abs(mixed[round(1.4 * RATE) :]).max()
    bed = sound.ducking(np.asarray(np.concatenate([np.zeros((RATE, 2)), own]), np.float32), 10.0)
    assert bed[RATE // 2] == pytest.approx(1.0)
    assert bed[round(1.5 * RATE)] == pytest.approx(10 ** (-0.5), rel=0.05)
    ready.clips.close()


def test_a_looped_sound_goes_round_with_its_frames() -> None:
    loud = counter(7, "20", "mp4", "-shortest", "-c:a", "aac")
    ready = render._ready(film.parse(document(loop=True, sound=True)), {"clip": "a"}, {"a": loud})
    playing = ready.plan.shots[0].units[0].playing[0]
    own = own_sound.heard(playing, ready.clips.get("a"), 1.0)
    assert own is not None
    assert len(own) == RATE
    step = round(0.35 * RATE)
    assert np.allclose(own[2000:9000], own[2000 + step : 9000 + step], atol=1e-4)
    assert [clip.is_heard for clip in clips_of(ready.plan.shots[0].scene.layers)] == [True]
    silent = render._ready(film.parse(document(sound=True)), {"clip": "a"}, {"a": counter()})
    assert render._clips_heard(silent) == []
    ready.clips.close()
    silent.clips.close()


@pytest.mark.parametrize(
    ("value", "kind"),
    [(7, BadValue), ({"asset": "a", "to": 2}, BadValue), ({"asset": "a", "from": -1}, BadValue),
     ({"asset": "a", "from": float("nan")}, BadValue), ({"asset": "a", "from": True}, BadValue),
     ({"from": 2}, BadValue), ("b", MissingAsset)],
)  # fmt: skip
def test_wrong_values_name_their_slot(value: Any, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="slot 'clip'"):
        render.check(document(), {"clip": value}, {"a": counter()})


def test_a_clip_needs_a_slot_of_its_kind_and_no_more_than_six_play_at_once() -> None:
    with pytest.raises(BadTemplate, match="no VIDEO slot"):
        film.parse(document(slot="title"))
    layers = [{**LAYER, "name": f"clip-{number}"} for number in range(7)]
    with pytest.raises(TooLarge, match="at most 6"):
        render.check(document({"layers": layers}), {"clip": "a"}, {"a": counter()})
    with pytest.raises(TooLarge, match="pixels"):
        render.check(document(box=[0, 0, 9000, 9000]), {"clip": "a"}, {"a": counter()})


def test_gifs_play_it_too(tmp_path: Path) -> None:
    made = render.render_film(document(), {"clip": "a"}, {"a": counter()}, tmp_path / "a.gif", format="gif")  # fmt: skip
    with Image.open(made.path) as picture:
        found = []
        for number in range(picture.n_frames):
            picture.seek(number)
            found.append(number_of(picture.convert("RGB").getpixel((60, 60))))
    assert found[:8] == list(range(0, 16, 2))
