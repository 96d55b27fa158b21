"""A long page in pieces that a platform takes: cut where nothing is cut through."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SEARCHED = 0.35  # of the most: so far above the last possible row a calmer one is looked for
_NEAR = 24  # rows on each side that a cut should leave calm


def _busy(image: Image.Image) -> NDArray[np.float32]:
    """By row, how much happens along it and towards the next."""
    grey = np.asarray(image.convert("L"), np.float32)
    along = np.abs(np.diff(grey, axis=1)).mean(axis=1)
    down = np.abs(np.diff(grey, axis=0, append=grey[-1:])).mean(axis=1)
    busy: NDArray[np.float32] = (along + 0.25 * down).astype(np.float32)
    return busy


def rows_to_cut(image: Image.Image, most_px: int) -> tuple[int, ...]:
    """Where pieces of at most so many rows end, the last one at the end of the page."""
    height, start, cuts = image.height, 0, []
    busy = _busy(image)
    window = np.ones(2 * _NEAR + 1, np.float32) / (2 * _NEAR + 1)
    calm = np.convolve(np.pad(busy, _NEAR, mode="edge"), window, "valid")
    while height - start > most_px:
        last = start + most_px
        first = max(last - int(most_px * _SEARCHED), start + 1)
        field = calm[first : last + 1] + busy[first : last + 1]
        lowest = float(field.min())
        place = int(np.flatnonzero(field <= lowest + 0.05)[-1])
        start = first + place
        cuts.append(start)
    return (*cuts, height)


def sliced(image: Image.Image, most_px: int) -> tuple[Image.Image, ...]:
    """Pieces from the top; all of them together are the page."""
    pieces, start = [], 0
    for end in rows_to_cut(image, most_px):
        pieces.append(image.crop((0, start, image.width, end)))
        start = end
    return tuple(pieces)
