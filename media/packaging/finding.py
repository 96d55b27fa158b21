"""What a check of a packaging found: a rule, on which panel, in which layer, and the verdict."""

from dataclasses import dataclass

from media.errors import MediaError
from media.presets.finding import Verdict

_NAMED_MOST = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """`measured` and `limit` are as people read them, units included; `message` is a sentence."""

    rule: str
    verdict: Verdict
    panel: str
    layer: str
    measured: str
    limit: str
    message: str

    @property
    def said(self) -> str:
        """With its place."""
        return f"{self.panel}/{self.layer}: {self.message}"


class NotPrintable(MediaError):
    """It breaks a rule of print; the message names each panel and layer, `panel` and `broken` are
    of the first."""

    rule = "packaging"

    def __init__(
        self, message: str, panel: str = "", broken: str = "", **place: str | None
    ) -> None:
        super().__init__(message, **place)
        self.panel = panel
        self.broken = broken


def refusal(findings: tuple[Finding, ...]) -> NotPrintable | None:
    """The error that those make which fail; None where none does."""
    failed = [finding for finding in findings if finding.verdict is Verdict.FAIL]
    if not failed:
        return None
    said = [one.said for one in failed[:_NAMED_MOST]]
    more = len(failed) - len(said)
    said += [f"and {more} more"] if more else []
    first = failed[0]
    return NotPrintable(" ".join(said), first.panel, first.rule, layer=first.layer)
