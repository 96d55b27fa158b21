"""Films with clips in them: their segments, their sound, and no decoder left behind."""

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media.document import film
from media.errors import BadTemplate, BadValue, Cancelled, MissingAsset, TooLarge
from media.film import own_sound, render, segments, sound
from media.film.loudness import RATE
from media.film.playing import clips_of
from tests.media.film import probe
from tests.media.film.clips import FPS, LAYER, counter, document, number_of
from tests.media.film.test_segments import children


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
