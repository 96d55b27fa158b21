"""What comes out of the door. Imports nothing that draws, so that whoever waits for it need not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from media.presets.finding import Finding


@dataclass(frozen=True)
class Rendered:
    """A finished file and what it is.

    `sides` are the files that go with it, by the end of their names: `.srt`, `.cover.jpg`;
    `notes` say, a sentence each, what of it could not be made as it was asked for. `found` is what
    was found when it was held to its preset: of the file under "", of its pieces as in `sides`.
    """

    data: bytes
    media_type: str
    width_px: int
    height_px: int
    seconds: float | None = None  # of a film
    sides: Mapping[str, bytes] = field(default_factory=dict)
    notes: Sequence[str] = field(default_factory=list)
    found: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
