"""What `tradepost render` is told, and how far it is: a bar on a terminal, lines elsewhere."""

import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import typer
from rich.console import Console
from rich.progress import Progress, TaskID

TELLS_EVERY = 0.1
"""A line for each stage, and for each such part of it."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the command line says; `-` is standard input, and standard output."""

    template: str
    values: str | None
    out: str
    preset: str | None = None
    assets: Path | None = None
    format: str | None = None
    scale: float = 1.0
    fonts: tuple[str, ...] = ()
    cache: Path | None = None


class Told:
    """On standard error, so that standard output is the file's own."""

    def __init__(self, title: str) -> None:
        self._title, self._is_shown = title, sys.stderr.isatty()
        self._bar = Progress(
            console=Console(stderr=True), disable=not self._is_shown, transient=True
        )
        self._task: TaskID | None = None
        self._last: tuple[str, int] | None = None

    def __enter__(self) -> Self:
        self._bar.start()
        self._task = self._bar.add_task(self._title, total=1.0)
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._bar.stop()

    def __call__(self, stage: str, share: float) -> None:
        if self._is_shown and self._task is not None:
            self._bar.update(self._task, completed=share, description=f"{self._title}: {stage}")
            return
        step = (stage, int(share / TELLS_EVERY + 1e-9))
        if step != self._last:
            self._last = step
            typer.echo(f"{self._title}: {stage} {share:.0%}", err=True)
