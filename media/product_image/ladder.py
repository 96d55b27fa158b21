"""One photo in every size and format that a shop serves, without its metadata, in sRGB.

It is decoded once, as small as the largest size allows; each size is made from the next larger,
and while the next is being made the last is encoded, in threads: encoders let go of the lock.
Qualities are sharp's defaults, JPEG 80, WebP 80, AVIF 50; AVIF has 53, as its faster speed loses
a little likeness. By SSIM of ten photos in two sizes sharp's 50 is our 50.8 by their mean, 54.6 by
the median picture, 49 to 65 in the middle half (`benchmarks.peers.sharp`).
AVIF's palettes are off: at that speed libaom takes an even studio ground for a screen, and makes
the file eight times as large in three times the time.
"""

import io
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from PIL import Image

from media.errors import BadValue, UnknownFormat
from media.photos.pictures import decode, digest_of
from media.product_image.crop import sharpened

SIZES_PX = (2000, 1200, 800, 400)
MOST_SIZES = 12
_LEAST_PX, _MOST_PX = 16, 8000
_SAVED: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "avif": {
            "quality": 53,
            "speed": 8,
            "subsampling": "4:2:0",
            "max_threads": 1,
            "advanced": {"enable-palette": "0"},
        },
        "webp": {"quality": 80, "method": 4},
        "jpeg": {"quality": 80, "optimize": True, "subsampling": "4:2:0"},
    }
)
FORMATS = tuple(_SAVED)
"""The slowest encoder first: it is begun first."""
_COPIED = 1.6  # from here on a larger size is halved by boxes before it is filtered


@dataclass(frozen=True, slots=True)
class Rung:
    """One file. `format` is one of FORMATS; sizes in px."""

    format: str
    width_px: int
    height_px: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs from the largest size to the smallest, in each the formats as asked for."""

    rungs: tuple[Rung, ...]
    notes: tuple[str, ...]


def _bare(image: Image.Image) -> Image.Image:
    """Its own copy without what the file said about itself: encoders write on what they save."""
    copy = image.copy()
    copy.info = {}
    return copy


def encoded(image: Image.Image, format: str) -> bytes:
    """RGB or RGBA; JPEG has no alpha and gets white under it. UnknownFormat for other formats."""
    if format not in _SAVED:
        raise UnknownFormat(f"No encoder is named {format!r}; there are {', '.join(FORMATS)}")
    picture = _bare(image)
    if format == "jpeg" and picture.mode == "RGBA":
        sheet = Image.new("RGB", picture.size, "white")
        sheet.paste(picture, mask=picture.getchannel("A"))
        picture = sheet
    out = io.BytesIO()
    picture.save(out, format.upper(), **_SAVED[format])
    return out.getvalue()


def _reduced(image: Image.Image, width: int, height: int) -> Image.Image:
    if image.size == (width, height):
        return image
    factor = image.width / width
    work = image.convert("RGBa") if image.mode == "RGBA" else image
    gap = 2.0 if factor > _COPIED else None
    small = work.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=gap)
    small = small.convert("RGBA") if image.mode == "RGBA" else small
    return sharpened(small, factor) if factor > _COPIED else small


def _asked(sizes: Sequence[int], formats: Sequence[str]) -> None:
    if not 0 < len(sizes) <= MOST_SIZES or len(set(sizes)) != len(sizes):
        raise BadValue(f"From 1 to {MOST_SIZES} different sizes can be made, not {len(sizes)}")
    for size in sizes:
        if not _LEAST_PX <= size <= _MOST_PX:
            raise BadValue(f"A size of {size} px is not between {_LEAST_PX} and {_MOST_PX}")
    for kind in formats:
        if kind not in _SAVED:
            raise UnknownFormat(f"No encoder is named {kind!r}; there are {', '.join(FORMATS)}")
    if not formats:
        raise BadValue("No format was asked for")


def _scaled(image: Image.Image, longest_px: int) -> tuple[int, int]:
    factor = longest_px / max(image.size)
    return max(round(image.width * factor), 1), max(round(image.height * factor), 1)


def of_image(
    image: Image.Image, sizes: Sequence[int] = SIZES_PX, formats: Sequence[str] = FORMATS
) -> Ladder:
    """RGB or RGBA to files whose longer side has each of `sizes` px; nothing is enlarged.

    Where sizes are larger than the picture, it is given once in its own size, and a note says so.
    BadValue and UnknownFormat for what cannot be asked.
    """
    _asked(sizes, formats)
    longest = max(image.size)
    fitting = sorted((size for size in sizes if size <= longest), reverse=True)
    notes = []
    if missing := sorted(size for size in sizes if size > longest):
        fitting = [longest, *(size for size in fitting if size != longest)]
        told = ", ".join(map(str, missing))
        notes.append(f"not made in {told} px: the photo has {longest} px; its own size stands in")
    waiting: list[tuple[str, int, int, Future[bytes]]] = []
    with ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4)) as pool:
        for size in fitting:
            image = _reduced(image, *_scaled(image, size))
            for kind in _in_order(formats):
                job = pool.submit(encoded, image, kind)
                waiting.append((kind, image.width, image.height, job))
        rungs = [Rung(kind, wide, tall, job.result()) for kind, wide, tall, job in waiting]
    order = {kind: place for place, kind in enumerate(formats)}
    rungs.sort(key=lambda rung: (-max(rung.width_px, rung.height_px), order[rung.format]))
    return Ladder(tuple(rungs), tuple(notes))


def _in_order(formats: Iterable[str]) -> list[str]:
    return sorted(set(formats), key=FORMATS.index)


def ladder(
    data: bytes,
    sizes: Sequence[int] = SIZES_PX,
    formats: Sequence[str] = FORMATS,
    name: str = "photo",
) -> Ladder:
    """A file that somebody sent to its ladder: upright, in sRGB, first frame of what moves.

    Raises BadPicture and TooLarge for the file (`media.photos.pictures`), else as `of_image`.
    """
    _asked(sizes, formats)
    image = decode(data, name, digest_of(data), least_px=max(sizes))
    return of_image(image, sizes, formats)
