"""Whole films: what the file is, that it is what was drawn, what is kept, what is left running."""

import io
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zxingcpp
from PIL import Image

from media.document import film as documents
from media.errors import TooLarge, UnknownFormat
from media.film import planes, render
from media.film.frames import Frames
from media.film.timeline import at
from media.typesetting.text import PlacedText
from tests.media import shots
from tests.media.film import films, probe

ROOT = Path(__file__).parents[3]
SIZE = (180, 320)


def test_the_file_is_what_platforms_take(made: tuple[render.Film, Path]) -> None:
    film, _ = made
    found = probe.facts(film.path)
    assert (found.width, found.height, found.fps) == (*SIZE, 20.0)
    assert found.frames == film.frames == 120
    assert found.seconds == pytest.approx(6.0, abs=0.06)
    assert "h264 (High)" in found.video
    assert "yuv420p(tv, bt709" in found.video
    assert "aac (LC)" in found.audio
    assert "48000 Hz, stereo" in found.audio
    assert probe.boxes(film.path).index("moov") < probe.boxes(film.path).index("mdat")
    lufs, peak = probe.loudness(film.path)
    assert lufs == pytest.approx(-14.0, abs=0.6)
    assert film.lufs == pytest.approx(-14.0, abs=0.2)
    assert peak <= -0.7  # AAC is not exact; what is encoded keeps to -1


def test_every_frame_of_the_file_is_the_one_that_was_drawn(
    made: tuple[render.Film, Path],
) -> None:
    """None is lost or doubled where segments meet."""
    decoded = probe.luma(made[0].path, SIZE)
    drawn = np.stack([array[: SIZE[1]].copy() for array in films.ready().arrays()])
    assert decoded.shape == drawn.shape
    off = np.abs(decoded.astype(np.int16) - drawn).mean(axis=(1, 2))
    assert off.max() < 3.0


def test_the_cover_is_the_frame_that_was_asked_for(made: tuple[render.Film, Path]) -> None:
    with Image.open(io.BytesIO(made[0].cover)) as cover:
        assert cover.format == "JPEG"
        still = render.still_at(films.small(), films.VALUES, films.assets(), 0.6)
        off = np.abs(np.asarray(cover, np.int16) - np.asarray(still, np.int16))
    assert cover.size == SIZE
    assert off.mean() < 3


def test_the_same_input_gives_the_same_frames_and_the_same_bytes(
    made: tuple[render.Film, Path], tmp_path: Path
) -> None:
    once, twice = (
        render.frame_hashes(films.small(), films.VALUES, films.assets()) for _ in range(2)
    )
    assert once == twice
    assert len(set(once)) > 60
    assert films.make(tmp_path / "again.mp4").path.read_bytes() == made[0].path.read_bytes()


def test_frames_in_any_order_are_those_in_turn() -> None:
    """What is flattened between two cuts of time does not depend on where one came from."""
    drawn = films.ready()
    in_turn = [array.copy() for array in drawn.arrays()]
    numbers = np.random.Generator(np.random.PCG64(5)).permutation(len(in_turn))[:30]
    for number in map(int, numbers[:4]):
        assert (films.ready().frame(number).whole == in_turn[number]).all()
    for number in map(int, numbers):
        assert (drawn.frame(number).whole == in_turn[number]).all()


def test_flattening_changes_nothing_that_can_be_seen() -> None:
    """Against the same film with each unit laid on by itself."""
    usual, restless = films.ready(), films.ready()
    for number in (3, 12, 19, 40, 48, 55, 74, 79, 85, 100, 110):
        segment = at(usual.plan.spans, number)
        assert segment.before is None
        stage = restless._stage(segment.scene)
        local = segment.first + number - usual.plan.start_of(segment)
        frame = planes.blank(SIZE, stage._scene.ground.rgb)
        for which in range(len(stage._units)):
            stage._draw(lambda patch: planes.lay(frame, patch), frame, which, local / 20)  # noqa: B023  called at once
        restless._caption(frame, number)
        off = np.abs(frame.whole.astype(np.int16) - usual.frame(number).whole)
        assert off.max() <= 4
        assert off.mean() < 0.5


def test_progress_is_told_in_order_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    films.make(tmp_path / "film.mp4", on_progress=lambda stage, done: told.append((stage, done)))
    assert told[0] == ("planning", 0.0)
    assert told[-1] == ("done", 1.0)
    shares = [done for stage, done in told if stage == "encoding"]
    assert shares == sorted(shares)
    assert len(shares) > 100


@pytest.mark.parametrize(("format", "fps"), [("gif", 10), ("webp", 20)])
def test_pictures_that_move_show_the_film(format: str, fps: int, tmp_path: Path) -> None:
    film = films.make(tmp_path / f"film.{format}", format=format)
    with Image.open(film.path) as image:
        assert image.size == SIZE
        assert (image.format or "").lower() == format
        assert image.info.get("loop") == 0
        frames = getattr(image, "n_frames", 1)
        # Neighbours that are alike are one frame that lasts longer.
        assert 0.3 * film.seconds * fps < frames <= film.seconds * fps
        image.seek(frames - 1)
        last = np.asarray(image.convert("RGB"), np.int16)
    still = render.still_at(films.small(), films.VALUES, films.assets(), film.seconds - 0.05)
    assert np.abs(last - np.asarray(still, np.int16)).mean() < 6
    assert [file.name for file in tmp_path.iterdir()] == [f"film.{format}"]


def test_captions_are_drawn_and_handed_out(tmp_path: Path) -> None:
    cues = [
        {
            "start": 1.0,
            "end": 3.5,
            "text": "从城市的第一缕光到最后一盏灯，一双鞋陪你很久很久，去哪儿都行",
        },
        {"start": 4.0, "end": 5.0, "text": "Shop now"},
    ]
    film = films.make(tmp_path / "film.mp4", {**films.VALUES, "words": cues})
    assert film.srt.count(" --> ") == film.vtt.count(" --> ") == 3
    assert film.vtt.startswith("WEBVTT\n")
    drawn, bare = (
        films.ready({**films.VALUES, "words": cues}),
        films.ready(captions={"burn": False}),
    )
    box = slice(int(0.55 * 320), math.ceil(0.645 * 320))
    for number, is_there in ((30, True), (60, True), (75, False), (90, True), (110, False)):
        off = np.abs(drawn.frame(number).y.astype(int) - bare.frame(number).y)
        assert bool(off[box].max() > 60) is is_there
        off[box] = 0
        assert off.max() == 0  # nothing outside its box


def test_a_counted_price_ends_on_the_exact_amount_and_keeps_its_size() -> None:
    plan = films.ready({**films.VALUES, "price": {"amount": "98.50", "currency": "EUR"}}).plan
    unit = next(one for shot in plan.shots for one in shot.units if one.count is not None)
    looks = [look for at in range(14) for look in unit.look(at / 20)]
    placed = [look for look in looks if isinstance(look, PlacedText)]
    texts = ["".join(span.text for span in look.layer.spans) for look in placed]
    assert texts[0] == "€139"
    assert texts[-1] == "€98.50"
    amounts = [float(text[1:]) for text in texts]
    assert amounts == sorted(amounts, reverse=True)
    sizes = {round(look.size_px, 2) for look in placed}
    assert len(sizes) == 1


def test_a_film_of_one_scene_is_a_still(tmp_path: Path) -> None:
    document = films.small()
    document["film"]["scenes"] = document["film"]["scenes"][:1]
    document["film"]["audio"] = {}
    film = render.render_film(document, films.VALUES, films.assets(), tmp_path / "one.mp4")
    assert film.lufs is None
    assert probe.facts(film.path).audio == ""


@pytest.mark.parametrize(
    ("more", "error"),
    [({"format": "avi"}, UnknownFormat), ({"scale": 9.0}, TooLarge), ({"scale": 0.0}, TooLarge)],
)
def test_what_cannot_be_made_is_refused(
    more: dict[str, Any], error: type[Exception], tmp_path: Path
) -> None:
    with pytest.raises(error):
        films.make(tmp_path / "film.mp4", **more)
    assert not list(tmp_path.iterdir())


def test_nothing_heavy_is_imported_where_films_are_not_made() -> None:
    code = (
        "import sys, api.schema, media.render, media.document.film;"
        "print({n.split('.')[0] for n in sys.modules} & {'cv2', 'moviepy', 'imageio_ffmpeg'})"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize("number", [0, 1])
def test_the_code_on_the_end_card_can_be_read_for_long_enough(number: int) -> None:
    """From the drawn film, at half size and for the last 1.3 s of it."""
    template = documents.named("film-promo-vertical")
    sample = template.samples[number]
    photos = {sample[f"picture_{n}"]: shots.vase() for n in range(1, 5)}
    made = render._ready(template, sample, photos)
    drawn = Frames(made.plan, made.photos, 0.5)
    for before in (38, 20, 1):
        image = planes.to_picture(drawn.frame(drawn.plan.frames - before))
        assert [found.text for found in zxingcpp.read_barcodes(image)] == [sample["qr"]]
