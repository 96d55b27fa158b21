"""The file itself: format, bytes, colour space, transparency, animation."""

import io
from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageCms

from media.presets.finding import Finding, failed, passed, warned, within
from media.presets.opening import Film, Still
from media.presets.preset import Ban, Preset

_SAME = 4.0  # of 255: profiles of sRGB differ by rounding
_STEPS = 5


def files(file: Still | Film, preset: Preset) -> Iterator[Finding]:
    if preset.formats:
        limit = ", ".join(preset.formats)
        is_taken = file.format in preset.formats
        said = f"It is a {file.format} file{'' if is_taken else f'; taken are {limit}'}."
        yield (passed if is_taken else failed)("format", file.format, limit, said)
    if preset.bytes:
        yield within("file_size", "The file", file.size_bytes, preset.bytes, " bytes")


def pictures(still: Still, preset: Preset) -> Iterator[Finding]:
    """Of stills only."""
    if preset.color_space:
        yield _color_space(still)
    if Ban.ALPHA in preset.forbidden:
        yield _alpha(still)
    if Ban.ANIMATION in preset.forbidden:
        if still.is_animated:
            yield failed("animation", "animated", "still", "It is animated.")
        else:
            yield passed("animation", "still", "still", "It stands still.")


def _color_space(still: Still) -> Finding:
    rule, limit = "color_space", "sRGB"
    if still.mode in {"CMYK", "YCCK"}:
        return failed(rule, "CMYK", limit, "It is for print (CMYK), not sRGB.")
    if still.mode == "LAB":
        return failed(rule, "Lab", limit, "It is in Lab, not sRGB.")
    if not still.profile:
        return passed(rule, "no profile", limit, "It has no profile and is shown as sRGB.")
    try:
        off = profile_off_srgb(still.profile)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return warned(rule, "unreadable profile", limit, "Its colour profile cannot be read.")
    measured = f"profile up to {off:.0f} of 255 off sRGB"
    if off <= _SAME:
        return passed(rule, measured, limit, "Its colour profile is sRGB's.")
    return failed(rule, measured, limit, f"Its colour profile is not sRGB's: {measured}.")


def profile_off_srgb(profile: bytes) -> float:
    """The most that a colour moves on the way to sRGB, in steps of 255; may raise PyCMSError."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    if source.profile.xcolor_space.strip() == "GRAY":
        grays = Image.fromarray(np.arange(256, dtype=np.uint8)[None])
        return _moved(grays, source, "L")
    levels = np.linspace(0, 255, _STEPS).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels), axis=-1).reshape(1, -1, 3)
    return _moved(Image.fromarray(np.ascontiguousarray(grid)), source, "RGB")


def _moved(colors: Image.Image, source: ImageCms.ImageCmsProfile, mode: str) -> float:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    turned = ImageCms.profileToProfile(
        colors, source, srgb, ImageCms.Intent.RELATIVE_COLORIMETRIC, outputMode="RGB"
    )
    if turned is None:
        raise ValueError("the profile turns nothing")
    before = np.asarray(colors.convert("RGB") if mode == "L" else colors, np.float32)
    return float(np.abs(np.asarray(turned, np.float32) - before).max())


def _alpha(still: Still) -> Finding:
    if still.format == "JPEG" or still.image.mode != "RGBA":
        return passed("alpha", "opaque", "opaque", "Nothing shows through.")
    clear = float((np.asarray(still.image.getchannel("A")) < 255).mean())
    measured = f"{clear:.1%} shows through"
    return failed("alpha", measured, "opaque", f"{measured}; lay it on white.")
