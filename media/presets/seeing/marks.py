"""Small marks in the corners: logos and watermarks, on a plain ground or over a moving picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from media.presets.seeing.scaling import Pixels, at_most

CORNERS = ("top left", "top right", "bottom left", "bottom right")
_WIDE, _HIGH = 0.34, 0.22  # of the picture: so far a corner reaches
_SMALLEST, _LARGEST = 0.0002, 0.03
_AWAY = 24  # from the ground, in one colour, of 255
_OTHER_RIM = 0.3
_SIDE_PX = 640
_JOIN = 0.012
_STAYS = 0.9
_EDGE = 40.0
_STILL = 0.5


def on_ground(pixels: Pixels) -> tuple[str, ...] | None:
    """Corners with something small that stands alone; None when the edges are not of one colour."""
    small = at_most(pixels, _SIDE_PX).astype(np.int16)
    height, width = small.shape[:2]
    rim = np.concatenate([small[0], small[-1], small[:, 0], small[:, -1]])
    ground = np.median(rim, axis=0)
    if (np.abs(rim - ground).max(axis=-1) > _AWAY).mean() > _OTHER_RIM:
        return None
    is_there = (np.abs(small - ground).max(axis=-1) > _AWAY).astype(np.uint8)
    reach = max(3, round(_JOIN * max(width, height)) * 2 + 1)
    joined = cv2.dilate(is_there, np.ones((reach, reach), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    found = set()
    for left, top, wide, high, _ in stats[1:]:
        inked = int(is_there[top : top + high, left : left + wide].sum())
        is_small = _SMALLEST <= inked / is_there.size <= _LARGEST
        corner = _corner(left, top, left + wide, top + high, width, height)
        if is_small and corner and len(stats) > 2:  # alone, it is the subject
            found.add(corner)
    return tuple(sorted(found))


def _corner(  # noqa: PLR0913, PLR0917  a box in a box
    left: int, top: int, right: int, bottom: int, width: int, height: int
) -> str | None:
    """The corner that holds it whole."""
    across = "left" if right <= _WIDE * width else "right" if left >= (1 - _WIDE) * width else None
    down = "top" if bottom <= _HIGH * height else "bottom" if top >= (1 - _HIGH) * height else None
    return f"{down} {across}" if across and down else None


def over_film(frames: Sequence[Pixels]) -> tuple[str, ...] | None:
    """Corners where edges stand still while the rest moves; None when hardly anything moves."""
    edged = np.stack([_edges(frame) for frame in frames])
    ever, stays = edged.any(axis=0), edged.mean(axis=0) >= _STAYS
    if len(frames) < 3 or not ever.any() or stays.sum() > _STILL * ever.sum():
        return None
    height, width = stays.shape
    wide, high = round(width * _WIDE), round(height * _HIGH)
    rows = {"top": slice(0, high), "bottom": slice(height - high, height)}
    columns = {"left": slice(0, wide), "right": slice(width - wide, width)}
    found = []
    for corner in CORNERS:
        down, across = corner.split()
        ink = stays[rows[down], columns[across]]
        spread = np.argwhere(ink)
        if len(spread) < 0.002 * ink.size or len(spread) < 12:
            continue
        tall, long = np.ptp(spread, axis=0) + 1
        if tall < 0.95 * ink.shape[0] or long < 0.95 * ink.shape[1]:
            found.append(corner)
    return tuple(found)


def _edges(frame: Pixels) -> NDArray[np.bool_]:
    gray = cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
    gray = cv2.GaussianBlur(gray, (0, 0), 1.0)
    across = cv2.Sobel(gray, cv2.CV_32F, 1, 0)
    down = cv2.Sobel(gray, cv2.CV_32F, 0, 1)
    strong: NDArray[np.bool_] = cv2.magnitude(across, down) > _EDGE
    return strong
