"""Which part of a photo to show in another shape: the subject with air, or around a point."""

from PIL import Image, ImageFilter

from media.errors import BadValue

AIR = 0.08
"""Of the crop's shorter side, kept free on each side of the subject (CRAFT section 7)."""
_LEAST_RATIO, _MOST_RATIO = 0.1, 10.0

Parts = tuple[float, float, float, float]
Point = tuple[float, float]


def _checked(ratio: float, subject: Parts | None, focus: Point | None) -> None:
    if not _LEAST_RATIO <= ratio <= _MOST_RATIO:
        raise BadValue(f"A ratio of {ratio} is not between {_LEAST_RATIO} and {_MOST_RATIO}")
    if focus is not None and not all(0.0 <= at <= 1.0 for at in focus):
        raise BadValue(f"The focus {focus} is not within the picture: both parts are 0 to 1")
    if subject is not None:
        left, top, right, bottom = subject
        if not (0.0 <= left < right <= 1.0 and 0.0 <= top < bottom <= 1.0):
            raise BadValue(f"The box {subject} is no box within the picture")


def _around(center: float, length: float, whole: int) -> float:
    """Where a window of that length begins, as near the centre as the whole allows."""
    return min(max(center - length / 2, 0.0), whole - length)


def crop_box(
    size: tuple[int, int],
    ratio: float,
    *,
    subject: Parts | None = None,
    focus: Point | None = None,
) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in px of a window of `ratio` (width by height) in the picture.

    The largest there is when a focus or nothing is told; around the subject with `AIR` when it is
    known, larger where the ratio asks for it. A focus set by hand wins over the subject's middle.
    All parts are 0 to 1 of the picture. BadValue for a ratio, box or point that cannot be.
    """
    _checked(ratio, subject, focus)
    width, height = size
    wide = min(float(width), height * ratio)
    tall = wide / ratio
    center = focus or (0.5, 0.5)
    if subject is not None and focus is None:
        left, top, right, bottom = subject
        center = ((left + right) / 2, (top + bottom) / 2)
        wanted_wide = (right - left) * width / (1 - 2 * AIR)
        wanted_tall = (bottom - top) * height / (1 - 2 * AIR)
        needed = max(wanted_wide, wanted_tall * ratio)
        wide = min(wide, needed)
        tall = wide / ratio
    x = _around(center[0] * width, wide, width)
    y = _around(center[1] * height, tall, height)
    pixels_wide = min(max(round(wide), 1), width)
    pixels_tall = min(max(round(tall), 1), height)
    at_x = min(round(x), width - pixels_wide)
    at_y = min(round(y), height - pixels_tall)
    return at_x, at_y, at_x + pixels_wide, at_y + pixels_tall


def cropped(
    image: Image.Image,
    ratio: float,
    *,
    subject: Parts | None = None,
    focus: Point | None = None,
) -> Image.Image:
    """That window of the picture; see `crop_box`."""
    return image.crop(crop_box(image.size, ratio, subject=subject, focus=focus))


def sharpened(image: Image.Image, reduced: float) -> Image.Image:
    """After reducing by that factor: lightly, more for more, and not at all at 1.05 or below.

    RGB or RGBA; alpha stays as it is.
    """
    if reduced <= 1.05:
        return image
    percent = round(min(30 + 12 * reduced, 70))
    unsharp = ImageFilter.UnsharpMask(radius=0.6, percent=percent, threshold=2)
    if image.mode != "RGBA":
        return image.filter(unsharp)
    sharp = image.convert("RGB").filter(unsharp)
    sharp.putalpha(image.getchannel("A"))
    return sharp
