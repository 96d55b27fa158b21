"""Files as clients send them."""

import hashlib
import random
import struct
import tempfile
import weakref
import zlib

from PIL import Image

from api.http.uploaded import Uploaded
from tests.factories.pictures import saved


def png(number: int = 0, width_px: int = 1, height_px: int = 1) -> bytes:
    """A picture in one colour, another for each number."""
    line = b"\x00" + number.to_bytes(3, "big") * width_px
    header = struct.pack(">IIBBBBB", width_px, height_px, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(line * height_px)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def noise(width_px: int, height_px: int) -> bytes:
    """A picture that does not pack small: longer than any buffer on its way."""
    pixels = random.Random(1).randbytes(width_px * height_px * 3)  # noqa: S311  a picture, no secret
    return saved(Image.frombytes("RGB", (width_px, height_px), pixels))


def sent(data: bytes, name: str = "picture.png", media_type: str = "image/png") -> Uploaded:
    """As the form's reader hands it on; closed when nobody holds it any more."""
    file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115  it outlives this
    file.write(data)
    digest = hashlib.sha256(data).hexdigest()
    found = Uploaded(name, media_type, len(data), digest, file)
    weakref.finalize(found, file.close)
    return found
