"""What `tradepost import` is told, and what it tells: people in lines, programs in JSON."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress

from api.importing import findings
from domain.integration.imports import Finding
from domain.integration.models import FileImport
from domain.integration.states import ImportOutcome


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the command line says."""

    format: str
    files: Sequence[Path]
    store: str | None = None
    currency: str | None = None
    organization: str | None = None
    dry_run: bool = False
    all_or_nothing: bool = False
    as_json: bool = False
    pictures: Path | None = None
    report: Path | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


class Told:
    """What the person at the terminal, or the program that reads us, gets to know."""

    def __init__(self, words: Words) -> None:
        self.words = words
        is_shown = sys.stderr.isatty() and not words.as_json
        self.bar = Progress(console=Console(stderr=True), disable=not is_shown, transient=True)

    def __enter__(self) -> None:
        self.bar.start()
        self.task = self.bar.add_task(self.words.format, total=1.0)

    def __exit__(self, *_: object) -> None:
        self.bar.stop()

    def chunk(self, found: Sequence[Finding], done: Decimal) -> None:
        self.bar.update(self.task, completed=float(done))
        for one in found:
            if self.words.dry_run or one.is_worth_keeping:
                self.say(one)

    def say(self, one: Finding) -> None:
        if self.words.as_json:
            typer.echo(json.dumps(findings.said(one), ensure_ascii=False))
            return
        at = f"{one.file} row {one.row}"
        where = f" {one.column}" if one.column else ""
        value = f" {one.value!r}" if one.value else ""
        rule = f" [{one.rule}]" if one.rule else ""
        said = f":{where}{value}{rule} {one.message}" if one.message else ""
        word = SPOKEN[one.outcome][self.words.dry_run]
        typer.echo(f"{at}: {one.subject} {word}{said}")

    def ended(self, row: FileImport) -> None:
        counts = {
            "created": row.created_count,
            "updated": row.updated_count,
            "skipped": row.skipped_count,
            "errors": row.error_count,
        }
        if self.words.as_json:
            typer.echo(json.dumps(counts))
            return
        told = ", ".join(f"{count} {name}" for name, count in counts.items())
        typer.echo(f"Would be: {told}. Nothing was changed." if row.is_dry_run else f"{told}.")


SPOKEN: Mapping[ImportOutcome, tuple[str, str]] = {
    ImportOutcome.CREATED: ("created", "create"),
    ImportOutcome.UPDATED: ("updated", "update"),
    ImportOutcome.SKIPPED: ("skipped", "skip"),
    ImportOutcome.ERROR: ("error", "error"),
}
"""What was done, and in a dry run what would be."""
