"""Lines of letters in a picture, found by their look: nothing is read, and no model is asked.

A letter set over a picture is a small blob of one flat colour with sharp edges, and stands in a
straight row with others of the same stroke and colour. That is weighed here, and no more: a single
letter, handwriting, letters of the ground's own lightness and letters under 8 px are not seen;
a keyboard, a printed label or a row of alike pebbles may be taken for a line.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.presets.seeing.blobs import Blob, blobs
from media.presets.seeing.scaling import Pixels, at_most

SIDE_PX = 1200
UNSURE, SURE = 0.9, 0.97
_SCALES = (1.0, 0.5, 0.25)
_FEWEST = 3  # blobs in a row
_GAP = 0.8  # of the taller
_TALLER, _THICKER, _OTHER_COLOR = 3.2, 1.7, 34.0
Parts = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column of letters: its box as parts of the picture, left, top, right, bottom.

    `sureness` is 0 to 1: from UNSURE on it may be one, from SURE on it is.
    """

    box: Parts
    letters: int
    sureness: float


def lines(image: Image.Image, side_px: int = SIDE_PX) -> tuple[Line, ...]:
    """From UNSURE on, the surest first; of RGB or RGBA, seen at `side_px` at most."""
    shown = image.convert("RGB") if image.mode != "RGBA" else _on_white(image)
    shown.thumbnail((side_px, side_px), Image.Resampling.BOX)
    rgb = np.asarray(shown)
    found = list(_in_rows(rgb, is_turned=False))
    found += _in_rows(np.ascontiguousarray(rgb.swapaxes(0, 1)), is_turned=True)
    return _apart(sorted(found, key=lambda line: -line.sureness))


def _on_white(image: Image.Image) -> Image.Image:
    flat = Image.new("RGB", image.size, "white")
    flat.paste(image, mask=image.getchannel("A"))
    return flat


def _in_rows(rgb: Pixels, *, is_turned: bool) -> Iterable[Line]:
    for scale in _SCALES:
        small = at_most(rgb, max(1, round(max(rgb.shape[:2]) * scale)))
        height, width = small.shape[:2]
        for are_dark in (True, False):
            for row in _rows(blobs(small, are_dark=are_dark)):
                line = _weighed(row)
                if line.sureness < UNSURE:
                    continue
                left, top, right, bottom = line.box
                box = (left / width, top / height, right / width, bottom / height)
                if is_turned:
                    box = (box[1], box[0], box[3], box[2])
                yield Line(box, line.letters, line.sureness)


def _rows(found: Sequence[Blob]) -> list[list[Blob]]:
    """Blobs that stand side by side and are alike, joined to rows."""
    if len(found) < _FEWEST:
        return []
    left, top, wide, high, stroke = (
        np.array([getattr(blob, name) for blob in found], np.float32)
        for name in ("x", "y", "width", "height", "stroke_px")
    )
    colors = np.array([blob.color for blob in found], np.float32)
    row_of = np.arange(len(found))
    for place in range(len(found)):
        taller = np.maximum(high[place], high)
        shorter = np.minimum(high[place], high)
        gap = np.maximum(left - left[place] - wide[place], left[place] - left - wide)
        beside = np.minimum(top[place] + high[place], top + high) - np.maximum(top[place], top)
        alike = (
            (gap < _GAP * taller) & (beside > 0.5 * shorter) & (taller < _TALLER * shorter)
            & (np.maximum(stroke[place], stroke) < _THICKER * np.minimum(stroke[place], stroke))
            & (np.abs(colors - colors[place]).max(axis=1) < _OTHER_COLOR)
        )  # fmt: skip
        joined = np.unique(row_of[alike])
        row_of[np.isin(row_of, joined)] = joined[0]
    rows = [np.flatnonzero(row_of == row).tolist() for row in np.unique(row_of)]
    return [[found[place] for place in row] for row in rows if len(row) >= _FEWEST]


def _letters(row: Sequence[Blob]) -> NDArray[np.float32]:
    """Blobs that stand over each other are one letter: rows of left, top, right, bottom."""
    boxes: list[list[int]] = []
    for blob in sorted(row, key=lambda blob: blob.x):
        last = boxes[-1] if boxes else None
        right, bottom = blob.x + blob.width, blob.y + blob.height
        if last and blob.x < last[2] - 0.3 * min(blob.width, last[2] - last[0]):
            last[1], last[2], last[3] = (
                min(last[1], blob.y),
                max(last[2], right),
                max(last[3], bottom),
            )
        else:
            boxes.append([blob.x, blob.y, right, bottom])
    return np.array(boxes, np.float32)


def _tilt(boxes: NDArray[np.float32]) -> float:
    """Of the line through the letters' feet, or through their heads if those are straighter."""
    if len(boxes) < 3:
        return 0.0
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    fits = []
    for edge in (boxes[:, 3], boxes[:, 1]):
        slope, start = np.polyfit(middle, edge, 1)
        fits.append((float(np.median(np.abs(edge - slope * middle - start))), abs(float(slope))))
    return min(fits)[1]


def features(row: Sequence[Blob]) -> tuple[float, ...]:
    """What is weighed, in the order of WEIGHTS."""
    boxes = _letters(row)
    wide = float(boxes[:, 2].max() - boxes[:, 0].min())
    high = float(boxes[:, 3].max() - boxes[:, 1].min())
    strokes = np.array([blob.stroke_px for blob in row])
    colors = np.array([blob.color for blob in row])
    return (
        math.log(len(boxes)),
        math.log(float(np.median([blob.contrast for blob in row])) / 100),
        min(float(np.median([blob.softness for blob in row])), 2.5),
        min(float(np.abs(colors - np.median(colors, axis=0)).mean()), 15.0),
        min(_tilt(boxes), 0.3),
        math.log(wide / high),
        min(float(strokes.std() / strokes.mean()), 0.4),
        min(float(np.mean([blob.stroke_spread for blob in row])), 0.8),
    )


# Found by tests/media/presets/fit_letters.py: words set over product photos, against what else
# stands in rows in them.
WEIGHTS = (1.18, 4.3, -6.94, -0.03, -17.8, 1.54, -6.11, -5.85)
BIAS = 5.13


def _weighed(row: Sequence[Blob]) -> Line:
    """Its box still in px."""
    total = BIAS + sum(w * f for w, f in zip(WEIGHTS, features(row), strict=True))
    boxes = _letters(row)
    left, top = boxes[:, 0].min(), boxes[:, 1].min()
    right, bottom = boxes[:, 2].max(), boxes[:, 3].max()
    sureness = 1 / (1 + math.exp(-total))
    return Line((float(left), float(top), float(right), float(bottom)), len(boxes), sureness)


def _apart(found: Sequence[Line]) -> tuple[Line, ...]:
    """Without those that lie mostly in a surer one."""
    kept: list[Line] = []
    for line in found:
        if not any(share_within(line.box, other.box) > 0.5 for other in kept):
            kept.append(line)
    return tuple(kept)


def share_within(box: Parts, other: Parts) -> float:
    """Of the box's area, what lies in the other one."""
    wide = min(box[2], other[2]) - max(box[0], other[0])
    high = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(wide, 0.0) * max(high, 0.0) / area if area > 0 else 0.0
