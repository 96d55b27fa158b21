"""The child that draws: under limits, alone, and gone when it must be."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from api.jobs import child, render
from api.jobs.child import Child, Ended, Limits
from api.jobs.inside import ORDER, PICTURES, RESULT
from tests.factories.creatives import TEMPLATE
from tests.jobs.yard import ROOT, picture, soon

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and groups are POSIX")
LIMITS = Limits(within_s=60, memory_mb=2048)


def is_running(process: int) -> bool:
    """And not only not yet reaped."""
    try:
        state = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def laid_out(folder: Path, **more: Any) -> None:
    (folder / PICTURES).mkdir()
    (folder / PICTURES / "0").write_bytes(picture())
    values = {"title": "Clay mug", "picture": "picture"}
    order = {
        "template": TEMPLATE,
        "values": values,
        "pictures": {"picture": "0"},
        "format": "png",
        "scale": 0.2,
        **more,
    }
    (folder / ORDER).write_text(json.dumps(order), "utf-8")


def run(folder: Path, limits: Limits = LIMITS) -> tuple[list[str], Ended]:
    one = Child(folder, limits)
    stages = [line["stage"] for line in one.lines()]
    return stages, one.end()


def test_it_draws_and_tells_how_far_it_is(tmp_path: Path) -> None:
    laid_out(tmp_path)
    stages, ended = run(tmp_path)
    assert ended.exit_code == 0
    assert ended.word
    assert ended.word["done"]["size_bytes"] == (tmp_path / RESULT).stat().st_size
    assert stages[0] == "planning"
    assert len(stages) >= 3


def test_what_cannot_be_drawn_is_refused_by_its_rule(tmp_path: Path) -> None:
    laid_out(tmp_path, template="no-such-template")
    _, ended = run(tmp_path)
    failure = render.failed(ended)
    assert failure
    assert (failure.code, failure.again, failure.is_retryable) == ("TEMPLATE_UNKNOWN", False, False)


CASES = {
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)": ("CRASHED", True),
    "import os; os._exit(7)": ("CRASHED", True),
    "import time; time.sleep(60)": ("TIMED_OUT", False),
    "while True: pass": ("TIMED_OUT", False),
    "from api.jobs import inside; inside.main(lambda *_: bytearray(1 << 33))": (
        "OUT_OF_MEMORY",
        False,
    ),
    "from api.jobs import inside; inside.main(lambda *_: 1 / 0)": ("BUG", False),
    "print('no JSON'); print('{}'); print('[1]')": ("CRASHED", True),
}


@pytest.mark.parametrize("text", CASES)
def test_whichever_way_it_ends_there_is_a_code_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "other_child.py").write_text(text, "utf-8")
    monkeypatch.setattr(child, "PROGRAM", "other_child")
    monkeypatch.setattr(sys, "path", [str(tmp_path), str(ROOT), *sys.path])
    _, ended = run(tmp_path, Limits(within_s=2, memory_mb=1024))
    failure = render.failed(ended)
    assert failure
    assert (failure.code, failure.again) == CASES[text], ended
    assert failure.is_retryable


def test_it_is_killed_within_a_second_with_its_own_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "PROGRAM", "tests.jobs.endless")
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    one = Child(tmp_path, LIMITS)
    lines = one.lines()
    assert next(lines)["stage"] == "painting"
    below = int((tmp_path / "grandchild").read_text("ascii"))
    assert is_running(below)
    since = time.monotonic()
    threading.Thread(target=one.kill).start()
    assert list(lines) == []
    assert one.end().exit_code == -signal.SIGKILL
    soon(lambda: not is_running(below), 1)
    assert time.monotonic() - since < 1
    one.kill()  # once more does nobody any harm


def test_it_dies_with_the_process_that_started_it(tmp_path: Path) -> None:
    text = f"""
import sys
from pathlib import Path
from api.jobs import child
child.PROGRAM = "tests.jobs.endless"
one = child.Child(Path({str(tmp_path)!r}), child.Limits(60, 2048))
next(one.lines())
print(one.process.pid, flush=True)
input()
"""
    with subprocess.Popen(
        [sys.executable, "-c", text],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout
        drawing = int(parent.stdout.readline())
        below = int((tmp_path / "grandchild").read_text("ascii"))
        assert is_running(drawing)
        parent.kill()
    soon(lambda: not is_running(drawing) and not is_running(below), 5)


def test_it_inherits_no_file_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
import json, os, sys
files = sorted(os.readlink(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd") if int(n) > 2
               and os.path.exists(f"/proc/self/fd/{n}"))
print(json.dumps({"files": files, "env": sorted(os.environ), "group": os.getpgid(0) == os.getpid()}))
"""
    (tmp_path / "other_child.py").write_text(text, "utf-8")
    monkeypatch.setattr(child, "PROGRAM", "other_child")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    monkeypatch.setenv("TRADEPOST_SECRET_KEY", "of-nobody-else-at-all")
    with (tmp_path / "database").open("w") as held:
        os.set_inheritable(held.fileno(), True)
        _, ended = run(tmp_path)
    assert ended.word
    assert ended.word["files"] == []
    assert ended.word["group"] is True
    assert not [name for name in ended.word["env"] if name.startswith("TRADEPOST")]
