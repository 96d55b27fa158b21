"""`tradepost compliance`: what it prints, its JSON, and how it ends."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.command_line import CommandLine
from tests.factories.pictures import saved
from tests.media.presets.made import cup

SHAPE = {"file", "preset", "version", "verdict", "findings"}
FINDING = {"rule", "measured", "limit", "verdict", "message"}


@pytest.fixture
def tradepost(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> CommandLine:
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capfd)


@pytest.fixture
def good(tmp_path: Path) -> str:
    (tmp_path / "good.jpg").write_bytes(saved(cup(1600), "JPEG", quality=95))
    return "good.jpg"


def test_a_file_that_keeps_the_rules_ends_with_0(tradepost: CommandLine, good: str) -> None:
    ended = tradepost("compliance", good, "--preset", "amazon-main")
    assert (ended.code, ended.err) == (0, "")
    assert "FAIL" not in ended.out
    assert ended.out.splitlines()[-1] == "PASS: 'good.jpg' for amazon-main v1"


def test_a_broken_rule_ends_with_1_and_stands_first(tradepost: CommandLine, good: str) -> None:
    ended = tradepost("compliance", good, "--preset", "taobao-white")
    assert (ended.code, ended.err) == (1, "")
    assert ended.out.startswith("FAIL  width")
    assert ended.out.splitlines()[-1] == "FAIL: 'good.jpg' for taobao-white v1"


@pytest.mark.parametrize(
    ("preset", "verdict", "code"), [("amazon-main", "PASS", 0), ("taobao-white", "FAIL", 1)]
)
def test_its_json_has_one_shape(
    tradepost: CommandLine, good: str, preset: str, verdict: str, code: int
) -> None:
    ended = tradepost("compliance", good, "--preset", preset, "--json")
    told = json.loads(ended.out)
    assert ended.code == code
    assert set(told) == SHAPE
    assert (told["file"], told["preset"], told["version"]) == (good, preset, 1)
    assert told["verdict"] == verdict
    assert all(set(finding) == FINDING for finding in told["findings"])
    assert all(type(text) is str for finding in told["findings"] for text in finding.values())
    assert {finding["verdict"] for finding in told["findings"]} <= {"PASS", "WARN", "FAIL"}


def test_a_version_may_be_named(tradepost: CommandLine, good: str) -> None:
    told = json.loads(tradepost("compliance", good, "--preset", "wechat-header@1", "--json").out)
    assert told["version"] == 1


def test_what_cannot_be_used_ends_with_2(tradepost: CommandLine, good: str, tmp_path: Path) -> None:
    (tmp_path / "words.png").write_text("no picture")
    refuses = tradepost.refuses
    assert "words.png" in refuses("compliance", "words.png", "--preset", "story", "--json", code=2)
    assert "nothing.png" in refuses("compliance", "nothing.png", "--preset", "story", code=2)
    assert "taobao-white" in refuses("compliance", good, "--preset", "taobao", code=2)
    assert "no version 9" in refuses("compliance", good, "--preset", "coupon@9", code=2)
    assert "coupon@1" in refuses("compliance", good, "--preset", "coupon@new", code=2)
    assert tradepost("compliance", good).code == 2


def test_the_program_starts_without_what_it_sees_with() -> None:
    heavy = "{'cv2', 'numpy', 'PIL', 'zxingcpp', 'imageio_ffmpeg', 'media'} & set(sys.modules)"
    for look in ("api.cli", "api.commands.compliance"):
        done = subprocess.run(
            [sys.executable, "-c", f"import sys, {look}; print({heavy})"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == "set()"


def test_reading_the_rows_needs_nothing_heavy() -> None:
    heavy = "{'cv2', 'numpy', 'PIL', 'zxingcpp', 'imageio_ffmpeg'} & set(sys.modules)"
    look = f"import sys; from media import presets; presets.rows(); print({heavy})"
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
