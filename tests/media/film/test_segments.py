"""Segments on disk: what is made again and what is not, and what is left when a film stops."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from media.errors import Cancelled, EncoderFailed
from media.film import encoder, render, segments
from media.film.frames import Frames
from tests.media.film import films, probe

ROOT = Path(__file__).parents[3]
CHANGED = {**films.VALUES, "brand": "BEIYU"}


def kept(folder: Path) -> dict[str, int]:
    return {file.name: file.stat().st_mtime_ns for file in folder.glob("*.mp4")}


def test_one_changed_scene_is_all_that_is_encoded_again(
    made: tuple[render.Film, Path], tmp_path: Path
) -> None:
    """The last scene, and the transition into it."""
    cache = made[1] / "cache"
    before = kept(cache)
    again = films.make(tmp_path / "changed.mp4", CHANGED, cache=cache)
    after = kept(cache)
    assert {name: after[name] for name in before} == before
    assert len(after) == len(before) + 2
    assert probe.facts(again.path).frames == 120
    assert (
        films.make(tmp_path / "same.mp4", cache=cache).path.read_bytes()
        == made[0].path.read_bytes()
    )
    assert kept(cache) == after


def test_a_scene_that_is_longer_moves_the_others_and_changes_none_of_them() -> None:
    usual, document = films.ready(), films.small()
    document["film"]["scenes"][0]["seconds"]["min"] = 1.5
    document["film"]["scenes"][0]["seconds"]["max"] = 3
    document["film"]["scenes"][0]["layers"][0]["animate"][0]["seconds"] = 0.4
    found = render._ready(render.film_template(document), films.VALUES, films.assets())
    longer = Frames(found.plan, found.photos)
    keys = [
        [segments.key(one.plan, part, found.photos, one.size) for part in one.plan.segments]
        for one in (usual, longer)
    ]
    same = [one == other for one, other in zip(*keys, strict=True)]
    assert same == [False, False, True, True, True, True, True]


def test_a_cancelled_film_leaves_no_file_and_no_process(tmp_path: Path) -> None:
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > 40

    with pytest.raises(Cancelled):
        films.make(tmp_path / "film.mp4", cache=tmp_path / "cache", is_cancelled=stop)
    assert not (tmp_path / "film.mp4").exists()
    assert not list((tmp_path / "cache").glob(".*"))
    assert not children()


def children() -> list[str]:
    """Of this process, that are not yet gone."""
    found = subprocess.run(
        ["/bin/ps", "--ppid", str(os.getpid()), "-o", "args="],
        capture_output=True, text=True, check=False,
    ).stdout  # fmt: skip
    return [line for line in found.splitlines() if "ffmpeg" in line]


def test_an_encoder_that_dies_is_an_error_and_no_film(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "h264_options", lambda _fps: ["-c:v", "nothing", "-f", "mp4"])
    with pytest.raises(EncoderFailed, match="ffmpeg stopped"):
        films.make(tmp_path / "film.mp4", cache=tmp_path / "cache")
    assert list(tmp_path.iterdir()) == [tmp_path / "cache"]
    assert not list((tmp_path / "cache").iterdir())


KILLED = """
import sys, time
from pathlib import Path
from tests.media.film import films
from media.film import render
folder = Path(sys.argv[1])
def tell(stage, done):
    if stage == "encoding" and done > 0.6:
        print("here", flush=True)
        time.sleep(60)
render.render_film(films.small(), films.VALUES, films.assets(), folder / "film.mp4",
                   cache=folder / "cache", on_progress=tell)
"""


def test_a_film_that_was_killed_goes_on_at_its_segment(
    made: tuple[render.Film, Path], tmp_path: Path
) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env, cwd=ROOT) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        process.send_signal(signal.SIGKILL)
    time.sleep(0.2)  # its ffmpeg sees the end of its input
    left = kept(tmp_path / "cache")
    assert 2 <= len(left) < 7
    assert not (tmp_path / "film.mp4").exists()
    film = films.make(tmp_path / "film.mp4", cache=tmp_path / "cache")
    assert {name: kept(tmp_path / "cache")[name] for name in left} == left
    assert film.path.read_bytes() == made[0].path.read_bytes()
