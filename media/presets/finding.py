"""What a check found: one rule, what was measured, what the limit is, and the verdict."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from media.presets.preset import Span


class Verdict(StrEnum):
    PASS = "PASS"  # noqa: S105  no word that lets anybody in
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Finding:
    """`measured` and `limit` are as people read them, units included; `message` is a sentence."""

    rule: str
    measured: str
    limit: str
    verdict: Verdict
    message: str


def again(told: Mapping[str, Any]) -> Finding:
    """Of what `dataclasses.asdict` made of one, after its way through JSON."""
    return Finding(**{**told, "verdict": Verdict(told["verdict"])})


class Judged(Protocol):
    """Whatever a check found of anything: of a preset's rules, or of print's."""

    @property
    def verdict(self) -> Verdict: ...


def worst(findings: Iterable[Judged]) -> Verdict:
    """FAIL before WARN before PASS."""
    order = (Verdict.FAIL, Verdict.WARN)
    verdicts = {finding.verdict for finding in findings}
    return next((verdict for verdict in order if verdict in verdicts), Verdict.PASS)


def passed(rule: str, measured: str, limit: str, message: str) -> Finding:
    return Finding(rule, measured, limit, Verdict.PASS, message)


def warned(rule: str, measured: str, limit: str, message: str) -> Finding:
    return Finding(rule, measured, limit, Verdict.WARN, message)


def failed(rule: str, measured: str, limit: str, message: str) -> Finding:
    return Finding(rule, measured, limit, Verdict.FAIL, message)


def within(rule: str, what: str, value: float, span: Span, unit: str) -> Finding:
    """FAIL outside of what is allowed, WARN outside of what is advised. `unit` with its space."""
    measured = f"{_plain(value)}{unit}"
    allowed = said(span.least, span.most, unit)
    advised = said(span.advised_least, span.advised_most, unit)
    limit = f"{allowed}; advised {advised}" if allowed and advised else allowed or advised
    if not span.allows(value):
        return failed(rule, measured, limit, f"{what} is {measured}; allowed is {allowed}.")
    if not span.advises(value):
        return warned(rule, measured, limit, f"{what} is {measured}; advised is {advised}.")
    return passed(rule, measured, limit, f"{what} is {measured}.")


def said(least: float | None, most: float | None, unit: str) -> str:
    """A span in words; empty when it has no end."""
    if least is None and most is None:
        return ""
    if least is None:
        return f"at most {_plain(most)}{unit}"
    if most is None:
        return f"at least {_plain(least)}{unit}"
    if least == most:
        return f"exactly {_plain(least)}{unit}"
    return f"{_plain(least)} to {_plain(most)}{unit}"


def _plain(value: float | None) -> str:
    return f"{round(value or 0, 2):,}".removesuffix(".0")
