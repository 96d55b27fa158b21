"""A photo in its box: how large, which part, and what stands where it has no pixels.

`fitted` is arithmetic; `pixels` resizes and draws plain edges on, and is kept by content.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageFilter

from media.kept import Kept
from media.photos.subject import Facts
from media.pixels.masks import noise
from media.scene import Box, Fit, Picture

MOST_ENLARGED = 1.6
_KEPT_BYTES = 160_000_000
_STRIP_PX = 12
_BLEND_PX = 40
_AIR = 0.03  # of a photo's side, beside what must be seen
_AT_EDGE = 0.01
_SLACK = 0.06  # of the box: so far even an uneven floor may be drawn on
_TOP, _RIGHT, _BOTTOM, _LEFT = range(4)
Point = tuple[float, float]
Subject = tuple[float, float, float, float] | None


@dataclass(frozen=True, slots=True)
class Fitted:
    """Where the whole photo lies, in px of the canvas; the box shows what is in it."""

    photo: Box
    box: Box

    @property
    def is_whole(self) -> bool:
        """No part of the box is without photo."""
        photo, box = self.photo, self.box
        return (
            photo.x <= box.x + 0.5
            and photo.y <= box.y + 0.5
            and photo.right >= box.right - 0.5
            and photo.bottom >= box.bottom - 0.5
        )


def _start(room: float, length: float, wanted: tuple[float, float], around: float) -> float:
    """Where the photo's side starts in its box, so that the wanted part of it is seen: all of it,
    or its free end where the other one runs out of the photo anyway."""
    start = room / 2 - around * length
    low, high = (wanted[0] - _AIR) * length, (wanted[1] + _AIR) * length
    runs_out, ends = wanted[0] < _AT_EDGE, wanted[1] > 1 - _AT_EDGE
    if high - low <= room:
        start = min(max(start, -low), room - high)
    elif runs_out != ends:
        start = room - high if runs_out else -low
    return min(max(start, room - length), 0.0)


def _cover(size: tuple[int, int], box: Box, focus: Point, wanted: Subject = None) -> Box:
    width, height = size
    scale = max(box.width / width, box.height / height)
    wide, tall = width * scale, height * scale
    left, top, right, bottom = wanted or (focus[0], focus[1], focus[0], focus[1])
    x = _start(box.width, wide, (left, right), focus[0])
    y = _start(box.height, tall, (top, bottom), focus[1])
    return Box(box.x + x, box.y + y, wide, tall)


def _contain(size: tuple[int, int], box: Box, anchor: tuple[float, float]) -> Box:
    scale = min(box.width / size[0], box.height / size[1])
    wide, tall = size[0] * scale, size[1] * scale
    x, y = box.x + (box.width - wide) * anchor[0], box.y + (box.height - tall) * anchor[1]
    return Box(x, y, wide, tall)


def _touching(subject: tuple[float, float, float, float]) -> tuple[bool, bool, bool, bool]:
    left, top, right, bottom = subject
    return top < 0.01, right > 0.99, bottom > 0.99, left < 0.01


def _to_subject(
    size: tuple[int, int],
    layer: Picture,
    box: Box,
    subject: tuple[float, float, float, float],
    plain: tuple[bool, bool, bool, bool],
) -> Box:
    """The subject into the safe box; edges that cannot be drawn on stay at or beyond the box's."""
    safe = layer.safe or box
    left, top, right, bottom = subject
    wide, tall = (right - left) * size[0], (bottom - top) * size[1]
    scale = min(safe.width / wide, safe.height / tall, MOST_ENLARGED)
    bound = [not edge for edge in plain]
    at_sides = bound[_LEFT] or bound[_RIGHT]
    if at_sides:
        scale = max(scale, box.width / size[0])
    if bound[_TOP] and bound[_BOTTOM]:
        scale = max(scale, box.height / size[1])
    width, height = size[0] * scale, size[1] * scale
    x = safe.x + (safe.width - wide * scale) * layer.anchor[0] - left * width
    y = safe.y + (safe.height - tall * scale) * layer.anchor[1] - top * height
    if at_sides:
        x = min(max(x, box.right - width), box.x)
    if bound[_BOTTOM]:
        y = max(y, box.bottom - height - _SLACK * box.height)
    if bound[_TOP]:
        y = min(y, box.y)
    return Box(x, y, width, height)


def fitted(layer: Picture, box: Box, size: tuple[int, int], facts: Facts) -> Fitted:
    """Size of the photo in px. Without a subject to fit, FIT_SUBJECT is COVER."""
    if layer.fit in {Fit.CONTAIN, Fit.CONTAIN_BLUR}:
        return Fitted(_contain(size, box, layer.anchor), box)
    subject = layer.subject or facts.subject
    if layer.fit is Fit.FIT_SUBJECT and subject is not None:
        return Fitted(_to_subject(size, layer, box, subject, facts.plain), box)
    focus = layer.focus or facts.focus
    if layer.focus is not None:
        subject = None
    elif subject is not None:
        focus = ((subject[0] + subject[2]) / 2, (subject[1] + subject[3]) / 2)
    return Fitted(_cover(size, box, focus, subject), box)


def _resized(image: Image.Image, place: Fitted) -> tuple[Image.Image, tuple[int, int]]:
    """The part of the photo in the box, and where it starts there, in whole px."""
    photo, box = place.photo, place.box
    left, top = max(photo.x, box.x), max(photo.y, box.y)
    right, bottom = min(photo.right, box.right), min(photo.bottom, box.bottom)
    start = (round(left - box.x), round(top - box.y))
    end = (round(right - box.x), round(bottom - box.y))
    wide, tall = max(end[0] - start[0], 1), max(end[1] - start[1], 1)
    by_x, by_y = image.width / photo.width, image.height / photo.height
    part = (
        min(max((left - photo.x) * by_x, 0.0), image.width - 1e-3),
        min(max((top - photo.y) * by_y, 0.0), image.height - 1e-3),
        min(max((right - photo.x) * by_x, 1e-3), image.width),
        min(max((bottom - photo.y) * by_y, 1e-3), image.height),
    )
    work = image.convert("RGBa") if image.mode == "RGBA" else image
    small = work.resize((wide, tall), Image.Resampling.LANCZOS, box=part, reducing_gap=3.0)
    if image.mode == "RGBA":
        return small.convert("RGBA"), start
    if by_x > 1.05:
        small = small.filter(ImageFilter.UnsharpMask(radius=0.7, percent=45, threshold=2))
    return small, start


def _strip(pixels: NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """The mean of an edge, smoothed along it: what the photo becomes beyond itself."""
    deep = min(_STRIP_PX, pixels.shape[0], pixels.shape[1])
    edge = {
        _TOP: pixels[:deep].mean(axis=0),
        _BOTTOM: pixels[-deep:].mean(axis=0),
        _LEFT: pixels[:, :deep].mean(axis=1),
        _RIGHT: pixels[:, -deep:].mean(axis=1),
    }[side]
    reach = max(min(len(edge) // 60, 10), 1)
    padded = np.pad(edge, ((reach, reach), (0, 0)), mode="edge")
    for _ in range(2):
        sums = np.cumsum(np.pad(padded, ((1, 0), (0, 0))), axis=0, dtype=np.float64)
        window = 2 * (reach // 2) + 1
        mean = (sums[window:] - sums[:-window]) / window
        padded = np.pad(mean, ((reach // 2, reach // 2), (0, 0)), mode="edge").astype(np.float32)
    return padded[reach : reach + len(edge)]


def _drawn_on(small: Image.Image, start: tuple[int, int], width: int, height: int) -> Image.Image:
    """The photo with its edges drawn on to the whole box, and the seam blended."""
    pixels = np.asarray(small.convert("RGB"), np.float32)
    left, top = start
    right, bottom = width - left - pixels.shape[1], height - top - pixels.shape[0]
    for side, more in ((_TOP, top), (_BOTTOM, bottom), (_LEFT, left), (_RIGHT, right)):
        if more <= 0:
            continue
        across = side in {_LEFT, _RIGHT}
        field = pixels.swapaxes(0, 1) if across else pixels
        field = field[::-1] if side in {_BOTTOM, _RIGHT} else field
        strip = _strip(pixels, side)
        deep = min(_BLEND_PX, field.shape[0])
        share = ((np.arange(deep, dtype=np.float32) + 1) / (deep + 1))[:, None, None]
        blended = strip[None] + (field[:deep] - strip[None]) * (share * share * (3 - 2 * share))
        beyond = np.repeat(strip[None], more, axis=0)
        field = np.concatenate([beyond, blended, field[deep:]])
        field = field[::-1] if side in {_BOTTOM, _RIGHT} else field
        pixels = field.swapaxes(0, 1) if across else field
    grained = pixels + noise(pixels.shape[0], pixels.shape[1])[..., None] * 0.7
    return Image.fromarray(np.clip(grained + 0.5, 0, 255).astype(np.uint8))


def _mirrored(small: Image.Image, start: tuple[int, int], box: Box) -> Image.Image:
    """The photo going on beyond its edges, the softer the farther from them: no seam shows."""
    left, top = start
    right, bottom = round(box.width) - left - small.width, round(box.height) - top - small.height
    sides = ((max(top, 0), max(bottom, 0)), (max(left, 0), max(right, 0)), (0, 0))
    sharp = np.pad(np.asarray(small, np.uint8), sides, mode="symmetric")
    soft = Image.fromarray(sharp).filter(ImageFilter.GaussianBlur(max(min(small.size) / 22, 1.0)))
    height, width = sharp.shape[:2]
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)
    beyond_x = np.maximum(left - x, x - (left + small.width - 1)).clip(0)
    beyond_y = np.maximum(top - y, y - (top + small.height - 1)).clip(0)
    share = np.maximum(beyond_x[None], beyond_y[:, None]) / max(min(small.size) * 0.09, 1.0)
    mask = Image.fromarray((share.clip(0, 1) * 255).astype(np.uint8))
    return Image.composite(soft, Image.fromarray(sharp), mask)


def _over_itself(
    image: Image.Image, small: Image.Image, start: tuple[int, int], place: Fitted
) -> Image.Image:
    """All of the photo, and around it what it may go on as; one with a clear ground before a
    large soft view of itself, a little darker."""
    if small.mode == "RGB":
        return _mirrored(small, start, place.box)
    box = place.box._replace(x=0.0, y=0.0)
    behind = Fitted(_cover(image.size, box, (0.5, 0.5)), box)
    ground, _ = _resized(image.convert("RGB"), behind)
    soft = ground.filter(ImageFilter.GaussianBlur(max(min(ground.size) / 18, 1.0)))
    soft = ImageEnhance.Brightness(soft).enhance(0.82)
    soft.paste(small, start, small)
    return soft


def _made(image: Image.Image, layer: Picture, place: Fitted, *, extend: bool) -> Image.Image:
    width, height = max(round(place.box.width), 1), max(round(place.box.height), 1)
    small, start = _resized(image, place)
    if small.size != (width, height):
        if extend and small.mode == "RGB":
            small = _drawn_on(small, start, width, height)
        elif layer.fit is Fit.CONTAIN_BLUR:
            small = _over_itself(image, small, start, place)
        else:
            whole = Image.new("RGBA", (width, height))
            whole.paste(small, start)
            small = whole
    if layer.saturation != 1.0 or layer.brightness != 1.0:
        alpha = small.getchannel("A") if small.mode == "RGBA" else None
        small = ImageEnhance.Color(small.convert("RGB")).enhance(layer.saturation)
        small = ImageEnhance.Brightness(small).enhance(layer.brightness)
        if alpha is not None:
            small.putalpha(alpha)
    return small


def _size(image: Image.Image) -> int:
    return image.width * image.height * len(image.getbands())


_kept: Kept[Image.Image] = Kept(_KEPT_BYTES, _size)


def pixels(image: Image.Image, digest: str, layer: Picture, place: Fitted) -> Image.Image:
    """The box's pixels, RGB, or RGBA where something shows through. Nobody may change them."""
    extend = layer.fit is Fit.FIT_SUBJECT
    key = (digest, place, layer.saturation, layer.brightness, layer.fit)
    return _kept.get(key, lambda: _made(image, layer, place, extend=extend))
