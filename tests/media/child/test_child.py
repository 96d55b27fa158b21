"""Renders in a child: the same picture, and every way to end badly is an error that harms nobody."""

import ast
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from media import errors
from media.child import Cancel, Limits, Renderer, Request, render_in_child
from media.child.process import PREFIX
from media.render import render
from tests.media import shots

ROOT = Path(__file__).parents[3]
MISBEHAVING = "tests.media.child.misbehaving"
VALUES = {"title": "Red stays", "picture": "vase"}
linux = pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no such limits")


def poster(**values: Any) -> Request:
    return Request(
        template="poster-new-arrival",
        values={**VALUES, **values},
        assets={"vase": shots.vase()},
        scale=0.2,
    )


def told(renderer: Renderer, name: str = "well", **values: Any) -> tuple[int, list[str], list[str]]:
    """What a child says that behaves: its number, its environment, the files around it."""
    said = renderer.render(Request(template=name, values=values)).data
    pid, names, files = ast.literal_eval(said.decode())
    return pid, names, files


@pytest.fixture(autouse=True)
def own_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Others draw at the same time: what they leave lies elsewhere."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob(f"{PREFIX}*"))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    return state != "Z"


def comes(true: Callable[[], bool], within_s: float = 20) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.02)
    return False


def test_a_child_draws_what_would_be_drawn_here_and_tells_of_it() -> None:
    before, stages = folders(), list[str]()
    asked = poster()
    there = render_in_child(asked, lambda stage, _: stages.append(stage))
    here = render(str(asked.template), asked.values, asked.assets, scale=0.2)
    assert there == here
    assert (stages[0], stages[-1]) == ("planning", "done")
    assert folders() <= before


def test_an_error_in_the_child_is_the_same_error_here() -> None:
    cases: list[tuple[Request, type[errors.MediaError], dict[str, Any]]] = [
        (poster(title="\u1200"), errors.MissingGlyph, {"character": "\u1200", "layer": "title"}),
        (poster(picture="chair"), errors.MissingAsset, {"asset": "chair", "slot": "picture"}),
        (
            Request(template={"version": 2, "name": "mine"}),
            errors.BadTemplate,
            {"field": "template", "template": "mine"},
        ),
        (
            Request(template="poster-new-arrival", values=VALUES, assets={"vase": b"<svg/>"}),
            errors.BadPicture,
            {"asset": "vase", "slot": "picture", "template": "poster-new-arrival"},
        ),
    ]
    with Renderer() as renderer:
        for request, kind, known in cases:
            with pytest.raises(kind) as caught:
                renderer.render(request)
            assert type(caught.value) is kind
            assert vars(caught.value).items() >= known.items()
        assert renderer.render(poster()).width_px == 216


@pytest.mark.parametrize(
    ("name", "kind", "words"),
    [
        ("abort", errors.RenderCrashed, "SIGABRT"),
        ("segfault", errors.RenderCrashed, "SIGSEGV"),
        ("exit", errors.RenderCrashed, "exit code 3"),
        ("bug", errors.RenderCrashed, "nothing is there"),
        ("nonsense", errors.RenderCrashed, "no known way"),
        pytest.param("memory", errors.RenderTooCostly, "memory", marks=linux),
        ("killed", errors.RenderTooCostly, "memory"),
        pytest.param("loop", errors.RenderTooCostly, "processor time", marks=linux),
        pytest.param("disk", errors.RenderTooCostly, "disk space", marks=linux),
    ],
)
def test_a_child_that_ends_badly_is_an_error_and_is_replaced(
    name: str, kind: type[errors.MediaError], words: str
) -> None:
    before = folders()
    limits = Limits(processor_s=1, file_mb=1, memory_mb=1_024, patience_s=60)
    with Renderer(limits=limits, program=MISBEHAVING) as renderer:
        first = told(renderer)[0]
        assert told(renderer)[0] == first
        with pytest.raises(kind, match=words) as caught:
            told(renderer, name)
        assert caught.value.rule in {"render.crashed", "render.costly"}
        assert not is_running(first)
        assert told(renderer)[0] != first
    assert folders() <= before


def test_what_a_crashed_child_said_is_kept_for_whoever_mends_it() -> None:
    with (
        Renderer(program=MISBEHAVING) as renderer,
        pytest.raises(errors.RenderCrashed) as caught,
    ):
        told(renderer, "exit")
    assert caught.value.detail.strip() == "what went wrong"


def test_patience_ends_the_child_and_its_encoder(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    with Renderer(limits=Limits(patience_s=1.5), program=MISBEHAVING) as renderer:
        with pytest.raises(errors.RenderTooCostly, match="longer than"):
            told(renderer, "hang", pids=str(pids))
        child, encoder = map(int, pids.read_text("utf-8").split())
        assert comes(lambda: not is_running(child) and not is_running(encoder))


def test_a_render_is_called_off_from_another_thread(tmp_path: Path) -> None:
    pids, cancel, before = tmp_path / "pids", Cancel(), folders()

    def call_off() -> None:
        comes(lambda: pids.exists() and len(pids.read_text("utf-8").split()) == 2)
        cancel.now()

    with Renderer(program=MISBEHAVING) as renderer:
        threading.Thread(target=call_off).start()
        with pytest.raises(errors.RenderCancelled):
            renderer.render(Request(template="hang", values={"pids": str(pids)}), cancel=cancel)
        child, encoder = map(int, pids.read_text("utf-8").split())
        assert comes(lambda: not is_running(child) and not is_running(encoder))
        with pytest.raises(errors.RenderCancelled):  # said once, it holds
            renderer.render(Request(template="well"), cancel=cancel)
        assert told(renderer)[0] != child
    assert folders() <= before


def test_a_render_that_waits_for_a_child_can_be_called_off(tmp_path: Path) -> None:
    busy, waiting = Cancel(), Cancel()
    with Renderer(1, program=MISBEHAVING) as renderer, ThreadPoolExecutor(2) as threads:
        first = Request(template="hang", values={"pids": str(tmp_path / "pids")})
        hanging = threads.submit(renderer.render, first, None, busy)
        assert comes((tmp_path / "pids").exists)
        second = threads.submit(renderer.render, Request(template="well"), None, waiting)
        waiting.now()
        assert isinstance(second.exception(20), errors.RenderCancelled)
        assert not hanging.done()
        busy.now()
        assert isinstance(hanging.exception(20), errors.RenderCancelled)


@pytest.mark.parametrize("raised", [KeyboardInterrupt, OSError, EOFError])
def test_what_the_listener_raises_ends_the_render_and_comes_out(
    raised: type[BaseException],
) -> None:
    def interrupt(_stage: str, _share: float) -> None:
        raise raised

    with Renderer(program=MISBEHAVING) as renderer:
        first = told(renderer)[0]
        with pytest.raises(raised):
            renderer.render(Request(template="well"), interrupt)
        assert not is_running(first)
        assert told(renderer)[0] != first


def test_a_child_knows_no_secret_and_finds_its_folder_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRADEPOST_SECRET_KEY", "hush")
    with Renderer(program=MISBEHAVING) as renderer:
        told(renderer, "litter")
        _, names, files = told(renderer)
    assert not [name for name in names if "TRADEPOST" in name]
    assert files == ["said"]


def test_a_child_serves_so_often_and_no_more() -> None:
    with Renderer(renders_each=2, program=MISBEHAVING) as renderer:
        first, second, third = (told(renderer)[0] for _ in range(3))
    assert first == second != third


def test_a_child_that_has_grown_to_half_of_its_memory_is_replaced() -> None:
    with Renderer(limits=Limits(memory_mb=40), program=MISBEHAVING) as renderer:
        renderer._limits = Limits(memory_mb=1)  # what it is judged by; the child has more
        pids = set[int]()
        for _ in range(2):
            process = renderer._taken()
            process.held_mb = 1
            pids.add(process.running.pid)
            renderer._put_back(process, is_good=True)
    assert len(pids) == 2


def test_threads_share_the_children() -> None:
    with Renderer(2, program=MISBEHAVING) as renderer, ThreadPoolExecutor(8) as threads:
        pids = set(threads.map(lambda _: told(renderer)[0], range(24)))
    assert 1 <= len(pids) <= 2
    assert not any(map(is_running, pids))


def test_values_that_are_no_json_are_refused() -> None:
    ring: dict[str, Any] = {}
    ring["ring"] = ring
    with Renderer() as renderer:
        for wrong in (ring, {"title": {1, 2}}, {"title": b"bytes"}):
            with pytest.raises(errors.BadValue):
                renderer.render(Request(template="poster-new-arrival", values=wrong))


DYING = f"""
import sys
from media.child import Renderer, Request
Renderer(program={MISBEHAVING!r}).render(
    Request(template="hang", values={{"pids": sys.argv[1]}}))
"""


@linux
def test_nothing_outlives_a_parent_that_is_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen([sys.executable, "-c", DYING, str(pids)], env=env, cwd=ROOT)
    assert comes(lambda: pids.exists() and len(pids.read_text("utf-8").split()) == 2)
    child, encoder = map(int, pids.read_text("utf-8").split())
    assert list(tmp_path.glob(f"{PREFIX}*"))
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    assert comes(lambda: not is_running(child) and not is_running(encoder))
    assert not list(tmp_path.glob(f"{PREFIX}*"))


@linux
def test_fifty_renders_leave_no_handle_process_or_memory_behind() -> None:
    def children() -> int:
        own = Path("/proc/self/task").glob("*/children")
        return sum(len(file.read_text("utf-8").split()) for file in own)

    def resident_mb(pid: int) -> float:
        pages = int(Path(f"/proc/{pid}/statm").read_text("utf-8").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)

    def handles(pid: int | str) -> int:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))

    before, folders_before, children_before = handles("self"), folders(), children()
    with Renderer() as renderer:

        def draw(number: int) -> None:
            if number % 10 == 9:
                with pytest.raises(errors.BadPicture):
                    renderer.render(poster(title=f"{number}", picture="page"))
            else:
                renderer.render(poster(title=f"Number {number}"))

        def poster(**values: Any) -> Request:
            assets = {"vase": shots.vase(), "page": b"<svg/>"}
            asked = {**VALUES, **values}
            return Request(template="poster-new-arrival", values=asked, assets=assets, scale=0.2)

        for number in range(10):
            draw(number)
        [warm] = renderer._idle
        pid, first = warm.running.pid, resident_mb(warm.running.pid)
        open_there, open_here = handles(pid), handles("self")
        for number in range(10, 60):
            draw(number)
        [still] = renderer._idle
        assert still.running.pid == pid
        assert resident_mb(pid) - first < 12
        assert handles(pid) == open_there
        assert handles("self") == open_here
        assert children() == children_before + 1
    assert handles("self") == before
    assert children() == children_before
    assert folders() <= folders_before
