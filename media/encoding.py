"""A picture to a file: the encoders' settings, and how a file is brought into a window of bytes."""

import io
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image

from media.errors import TooLarge, UnknownFormat

MEDIA_TYPES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
}
END = {"jpeg": ".jpg", "png": ".png", "webp": ".webp", "avif": ".avif"}
QUALITY, LOWEST, HIGHEST = 90, 40, 100
_SAVED: Mapping[str, Mapping[str, Any]] = {
    "jpeg": {"subsampling": 0},
    "png": {"compress_level": 3},
    "webp": {"method": 4},
    "avif": {"speed": 8, "subsampling": "4:4:4"},
}


def media_type(format: str) -> str:
    """Raises UnknownFormat."""
    if format not in MEDIA_TYPES:
        raise UnknownFormat(f"No encoder is named {format!r}; there are {', '.join(MEDIA_TYPES)}")
    return MEDIA_TYPES[format]


def encoded(image: Image.Image, format: str, quality: int = QUALITY) -> bytes:
    """`quality` is 1 to 100; PNG has none."""
    out = io.BytesIO()
    more = _SAVED[format] if format == "png" else {**_SAVED[format], "quality": quality}
    image.save(out, format.upper(), **more)
    return out.getvalue()


def within(
    image: Image.Image, format: str, least: float | None = None, most: float | None = None
) -> bytes:
    """The file in at most and, where quality can bring it there, at least so many bytes.

    Raises TooLarge when not even the lowest quality is small enough.
    """
    data = encoded(image, format)
    if most is not None and len(data) > most:
        return _smaller(lambda quality: encoded(image, format, quality), format, len(data), most)
    if least is not None and len(data) < least and format != "png":
        return _larger(lambda quality: encoded(image, format, quality), least, most)
    return data


def _smaller(made: Callable[[int], bytes], format: str, size: int, most: float) -> bytes:
    """The best quality that is small enough."""
    if format == "png":
        raise TooLarge(f"As PNG it has {size} bytes; at most {most:.0f} are taken")
    low, high, found = LOWEST, QUALITY - 1, b""
    while low <= high:
        middle = (low + high) // 2
        data = made(middle)
        if len(data) <= most:
            low, found = middle + 1, data
        else:
            high, size = middle - 1, len(data)
    if not found:
        raise TooLarge(f"At its lowest quality it has {size} bytes; at most {most:.0f} are taken")
    return found


def _larger(made: Callable[[int], bytes], least: float, most: float | None) -> bytes:
    """The lowest quality that is large enough; of files that stay too small, the largest."""
    found = made(QUALITY)
    for quality in (93, 95, 97, 98, 99, HIGHEST):
        data = made(quality)
        if most is not None and len(data) > most:
            break
        found = data
        if len(data) >= least:
            break
    return found
