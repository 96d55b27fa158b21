"""Bytes to pixels: which files we read, how large they may be, and all of them as sRGB.

Raises BadPicture and TooLarge. Nothing else ever opens a file that somebody sent.
"""

import hashlib
import io
import struct
import warnings
from functools import lru_cache

from PIL import Image, ImageCms, ImageOps

from media.errors import BadPicture, TooLarge
from media.kept import Kept

READ = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF")
MAX_BYTES = 64 * 1024 * 1024
MAX_SIDE_PX = 20_000
MAX_PIXELS = 60_000_000
_MAX_PROFILE_BYTES = 4 * 1024 * 1024
_KEPT_BYTES = 200_000_000

# What Pillow and its codecs have been seen to raise at broken files.
_BROKEN = (
    OSError, ValueError, SyntaxError, EOFError, IndexError, OverflowError, MemoryError,
    TypeError, KeyError, AttributeError, ZeroDivisionError, RuntimeError, struct.error,
)  # fmt: skip


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _through_profile(image: Image.Image, profile: bytes) -> Image.Image | None:
    """None when the profile is broken, or not for this kind of picture: then sRGB is assumed."""
    if len(profile) > _MAX_PROFILE_BYTES or image.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return None
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    plain = image.convert("RGB") if image.mode == "RGBA" else image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(plain, source, _srgb(), outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    if turned is not None and alpha is not None:
        turned.putalpha(alpha)
    return turned


def _plain(image: Image.Image) -> Image.Image:
    """As RGB, or RGBA where something shows through."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.point(lambda value: value / 256, "L") if image.mode != "I;16" else image
        if image.mode == "I;16":
            image = image.convert("I").point(lambda value: value / 256).convert("L")
    if image.mode in {"P", "LA", "PA", "RGBa", "La"} or "transparency" in image.info:
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        lowest, _ = image.getchannel("A").getextrema()
        return image if lowest != 255 else image.convert("RGB")
    return image.convert("RGB")


def _opened(data: bytes, name: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data), formats=READ)
    except Image.DecompressionBombError:
        raise TooLarge(f"{name!r} has more than {MAX_PIXELS} pixels") from None
    except _BROKEN:
        raise BadPicture(name, f"is none of {', '.join(READ)}") from None
    if max(image.size) > MAX_SIDE_PX or image.width * image.height > MAX_PIXELS:
        raise TooLarge(
            f"{name!r} is {image.width} x {image.height} px;"
            f" at most {MAX_SIDE_PX} a side and {MAX_PIXELS} in all are read"
        )
    return image


def _drafted(image: Image.Image, least_px: int) -> None:
    """A JPEG is decoded at a half, a quarter or an eighth, as long as that is large enough."""
    longest = max(image.size)
    if image.format == "JPEG" and least_px < longest:
        wide, tall = (max(-(-side * least_px // longest), 1) for side in image.size)
        image.draft(None, (wide, tall))


def _decoded(data: bytes, name: str, least_px: int | None = None) -> Image.Image:
    with warnings.catch_warnings():  # broken metadata is no reason to speak
        warnings.simplefilter("ignore")
        image = _opened(data, name)
        try:
            profile = image.info.get("icc_profile")
            if least_px:
                _drafted(image, least_px)
            image.load()
            upright = ImageOps.exif_transpose(image)
            turned = _through_profile(upright, profile) if profile else None
            return _plain(turned if turned is not None else upright)
        except Image.DecompressionBombError:
            raise TooLarge(f"{name!r} has more than {MAX_PIXELS} pixels") from None
        except _BROKEN:
            raise BadPicture(name, "is broken") from None


def _size(image: Image.Image) -> int:
    return image.width * image.height * len(image.getbands())


_kept: Kept[Image.Image] = Kept(_KEPT_BYTES, _size)


def decode(data: bytes, name: str, digest: str, least_px: int | None = None) -> Image.Image:
    """RGB or RGBA, upright, in sRGB; kept by content. Nobody may change it.

    With `least_px` its longer side may be smaller than the file's, but not than that.
    """
    _check_length(data, name)
    return _kept.get((digest, least_px), lambda: _decoded(data, name, least_px))


def decode_once(data: bytes, name: str) -> Image.Image:
    """The same of what nobody will look at again."""
    _check_length(data, name)
    return _decoded(data, name)


def _check_length(data: bytes, name: str) -> None:
    if not data:
        raise BadPicture(name, "is empty")
    if len(data) > MAX_BYTES:
        raise TooLarge(f"{name!r} has more than {MAX_BYTES} bytes")
