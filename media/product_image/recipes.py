"""Which files the ladder makes of a photo, and by what each is known before it is made.

Imports nothing that draws: whoever only asks need not. `VERSION` counts up whenever `ladder` would
make other bytes of the same photo.
"""

import hashlib
from dataclasses import dataclass

VERSION = 1
SIZES_PX = (2000, 1200, 800, 400)
FORMATS = {"webp": "image/webp", "jpeg": "image/jpeg", "avif": "image/avif"}
"""The media type of each format."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file: its longer side, its format, and the SHA-256 of the photo, these and VERSION."""

    key: str
    longest_px: int
    format: str

    @property
    def media_type(self) -> str:
        return FORMATS[self.format]

    @property
    def ending(self) -> str:
        return "jpg" if self.format == "jpeg" else self.format


def recipes_for(digest: str, longest_px: int) -> list[Recipe]:
    """Of a photo by its SHA-256 and its longer side; nothing is enlarged, its own size is left."""
    sizes = [size for size in SIZES_PX if size < longest_px] or [longest_px]
    return [Recipe(_key(digest, size, kind), size, kind) for size in sizes for kind in FORMATS]


def _key(digest: str, size: int, format: str) -> str:
    return hashlib.sha256(f"ladder {VERSION} {digest} {size} {format}".encode()).hexdigest()
