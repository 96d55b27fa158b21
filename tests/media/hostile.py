"""Files made to harm whoever opens them, and files that are only odd."""

import struct
import zlib
from collections.abc import Callable
from functools import cache

import numpy as np
from PIL import Image, ImageCms

from tests.factories.pictures import saved


def noise(width: int = 240, height: int = 300) -> Image.Image:
    random = np.random.default_rng(7)
    return Image.fromarray(random.integers(0, 256, (height, width, 3), np.uint8))


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, depth: int = 8, color: int = 0) -> bytes:
    """A PNG that claims this size, whatever follows."""
    head = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return b"".join((b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", head), *chunks, chunk(b"IEND", b"")))


def rows(width: int, height: int) -> bytes:
    return chunk(b"IDAT", zlib.compress(bytes((width + 1) * height), 9))


def frames(kind: str) -> bytes:
    first, *rest = (Image.new("RGB", (240, 300), (40 * n, 90, 30)) for n in range(6))
    return saved(first, kind, save_all=True, append_images=rest, duration=40, loop=0)


def many_frames() -> bytes:
    """Each of them cheap to write."""
    first, *rest = (Image.new("P", (400, 500), n % 200) for n in range(300))
    return saved(first, "GIF", save_all=True, append_images=rest, duration=20)


def with_profile(size: int) -> bytes:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(noise(), "JPEG", icc_profile=profile + bytes(max(size - len(profile), 0)))


def with_exif(count: int, orientation: int) -> bytes:
    """An APP1 of so many entries that all point at the same few bytes."""
    entries = struct.pack("<HHII", 0x0112, 3, 1, orientation)
    entries += b"".join(struct.pack("<HHII", 0x9286, 7, 0x0FFFFFFF, 8) for _ in range(count))
    block = b"Exif\0\0II*\0" + struct.pack("<IH", 8, count + 1) + entries + bytes(4)
    plain = saved(noise(), "JPEG")
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + plain[2:]


def with_text_bomb() -> bytes:
    """40 MB of text in 40 kB."""
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(40 << 20), 9))
    plain = saved(noise(), "PNG")
    return plain[:33] + bomb + plain[33:]


def cut(data: bytes, share: float) -> bytes:
    return data[: int(len(data) * share)]


SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    b'<image href="file:///etc/passwd"/><script>alert(1)</script></svg>'
)
SIXTEEN = (np.arange(300 * 240, dtype=np.uint32).reshape(300, 240) % 65536).astype(np.uint16)

REFUSED: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "one byte": lambda: b"\x89",
    "svg as png": lambda: SVG,
    "html as png": lambda: b"<!doctype html><html><script>fetch('//evil')</script></html>",
    "script as png": lambda: b"#!/bin/sh\nrm -rf /\n",
    "python pickle": lambda: b"cos\nsystem\n(S'echo harm'\ntR.",
    "png head, html body": lambda: b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script>",
    "gif that is a script": lambda: b"GIF89a/*<svg/onload=alert(1)>*/=alert(1)//;",
    "postscript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "pdf": lambda: b"%PDF-1.7\n1 0 obj <</Type /Catalog>>",
    "zip": lambda: b"PK\x03\x04" + bytes(200),
    "bomb: 4 billion pixels": lambda: png(65_000, 65_000, rows(100, 10)),
    "bomb: 20,001 px wide": lambda: png(20_001, 10, rows(20_001, 10)),
    "bomb: 2 GB a side": lambda: png(2**31 - 1, 2**31 - 1, rows(10, 10)),
    "bomb: 64 million grey": lambda: png(8_000, 8_000, rows(8_000, 8_000)),
    "no rows": lambda: png(300, 300),
    "too few rows": lambda: png(300, 300, chunk(b"IDAT", zlib.compress(b"\0" * 90))),
    "half a jpeg": lambda: cut(saved(noise(), "JPEG"), 0.5),
    "half a webp": lambda: cut(saved(noise(), "WEBP"), 0.5),
    "half an avif": lambda: cut(saved(noise(), "AVIF"), 0.5),
    "half a png": lambda: cut(saved(noise(), "PNG"), 0.5),
    "text bomb": with_text_bomb,
    "a tenth of a tiff": lambda: cut(saved(noise(), "TIFF"), 0.1),
}
"""What is refused; the whole name says what it is."""

DRAWN: dict[str, Callable[[], bytes]] = {
    "jpeg named png": lambda: saved(noise(), "JPEG"),
    "20,000 px wide": lambda: png(20_000, 24, rows(20_000, 24)),
    "20,000 px high": lambda: png(24, 20_000, rows(24, 20_000)),
    "one pixel": lambda: png(1, 1, rows(1, 1)),
    "cmyk": lambda: saved(noise().convert("CMYK"), "JPEG"),
    "cmyk tiff": lambda: saved(noise().convert("CMYK"), "TIFF"),
    "16 bits": lambda: saved(Image.fromarray(SIXTEEN), "PNG"),
    "16 bits, tiff": lambda: saved(Image.fromarray(SIXTEEN), "TIFF"),
    "1 bit": lambda: saved(noise().convert("1"), "PNG"),
    "lab": lambda: saved(noise().convert("LAB"), "TIFF"),
    "palette with alpha": lambda: saved(noise().convert("P"), "PNG", transparency=3),
    "all clear": lambda: saved(Image.new("RGBA", (240, 300)), "PNG"),
    "animated gif": lambda: frames("GIF"),
    "animated webp": lambda: frames("WEBP"),
    "animated png": lambda: frames("PNG"),
    "gif of 300 frames": many_frames,
    "huge profile": lambda: with_profile(9 << 20),
    "broken profile": lambda: saved(noise(), "JPEG", icc_profile=b"no profile at all" * 999),
    "exif bomb": lambda: with_exif(5_000, 6),
    "exif of no known turn": lambda: with_exif(1, 77),
    "rest behind its end": lambda: saved(noise(), "PNG") + SVG * 100,
}
"""What is odd and yet a picture."""


@cache
def made(name: str) -> bytes:
    return {**REFUSED, **DRAWN}[name]()
