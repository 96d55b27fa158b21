"""Straight things along the edges: a frame drawn round a picture, black bars beside it."""

from collections.abc import Sequence

import numpy as np

from media.presets.seeing.scaling import Pixels

_DEEP = 0.12  # of the side, so far in a frame may lie
_STEP = 14  # between neighbours, in one colour, of 255
_REACH_PX = 3
_MIDDLE = 0.1  # at each end, where corners may be round
_LINE = 0.85  # of the side
_BLACK = 26
_DIM = 30.0


def framed_sides(pixels: Pixels) -> tuple[bool, bool, bool, bool]:
    """Top, right, bottom, left: whether a straight line runs along nearly all of that side."""
    return (
        _has_line(pixels),
        _has_line(pixels[:, ::-1].swapaxes(0, 1)),
        _has_line(pixels[::-1]),
        _has_line(pixels.swapaxes(0, 1)),
    )


def _has_line(pixels: Pixels) -> bool:
    """Near the first rows."""
    height, width = pixels.shape[:2]
    rows = pixels[: max(round(height * _DEEP), 2 * _REACH_PX)]
    rows = rows[:, round(width * _MIDDLE) : width - round(width * _MIDDLE)].astype(np.int16)
    if rows.shape[0] <= _REACH_PX or not rows.shape[1]:
        return False
    steps = np.abs(rows[_REACH_PX:] - rows[:-_REACH_PX]).max(axis=-1) > _STEP
    return bool((steps.mean(axis=1) >= _LINE).any())


def bars(frames: Sequence[Pixels]) -> tuple[tuple[float, float, float, float], float] | None:
    """How deep black lies along top, right, bottom and left in all frames, as shares of the side.

    With it the share of a bar's inner edge where the picture starts at once, 0 to 1: near 1 for a
    bar, near 0 for a dark scene. None when every frame is dark.
    """
    lights = [frame.max(axis=-1) for frame in frames]
    lit = [light for light in lights if float(light.mean()) > _DIM]
    if not lit:
        return None
    brightest = np.max(np.stack(lit), axis=0)
    turned = (brightest, brightest[:, ::-1].T, brightest[::-1], brightest.T)
    deep = [_depth(field) for field in turned]
    sharp = [_starts_at_once(field, rows) for field, rows in zip(turned, deep, strict=True) if rows]
    shares = tuple(rows / len(field) for field, rows in zip(turned, deep, strict=True))
    return (shares[0], shares[1], shares[2], shares[3]), max(sharp, default=0.0)


def _depth(light: Pixels) -> int:
    """Rows from the first on that are black but for a few pixels."""
    is_black = np.quantile(light, 0.98, axis=1) < _BLACK
    return len(light) if is_black.all() else int(np.argmin(is_black))


def _starts_at_once(light: Pixels, rows: int) -> float:
    inside = light[rows : rows + 4]
    return float((inside.max(axis=0) > 2 * _BLACK).mean()) if len(inside) else 0.0
