"""What comes out of the door. Imports nothing that draws, so that whoever waits for it need not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rendered:
    """A finished file and what it is."""

    data: bytes
    media_type: str
    width_px: int
    height_px: int
