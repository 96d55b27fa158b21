"""`tradepost` in this process, as a person at a terminal sees it end."""

import gc
import sys
from dataclasses import dataclass

import pytest

from api import cli


@dataclass(frozen=True)
class Ended:
    code: int
    out: str
    err: str


class CommandLine:
    def __init__(self, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
        self.monkeypatch, self.capfd = monkeypatch, capfd

    def __call__(self, *words: str) -> Ended:
        self.capfd.readouterr()
        self.monkeypatch.setattr(sys, "argv", ["tradepost", *words])
        try:
            cli.main()
            code: object = 0
        except SystemExit as end:
            code = end.code
        finally:
            gc.enable()
        assert isinstance(code, int)
        said = self.capfd.readouterr()
        return Ended(code, said.out, said.err)

    def refuses(self, *words: str, code: int = 1) -> str:
        """The one line that says why."""
        ended = self(*words)
        assert (ended.code, ended.out) == (code, ""), ended
        [line] = ended.err.splitlines()
        assert line.startswith("tradepost: ")
        return line
