"""Curves of motion: cubic Bezier as in CSS, by name or by four numbers. Pure arithmetic.

Names and numbers are those of the craft: ENTER and EXIT for what comes and goes, MOVE for what
stays in view, POP for what overshoots.
"""

from collections.abc import Sequence
from functools import lru_cache

NAMED = {
    "LINEAR": (0.0, 0.0, 1.0, 1.0),
    "ENTER": (0.16, 1.0, 0.3, 1.0),
    "MOVE": (0.65, 0.0, 0.35, 1.0),
    "EXIT": (0.7, 0.0, 0.84, 0.0),
    "POP": (0.34, 1.4, 0.64, 1.0),
}
_STEPS = 40  # halvings: 1e-12


def curve(easing: str | Sequence[float] | None, otherwise: str) -> tuple[float, ...]:
    """Its four numbers: x1, y1, x2, y2."""
    if easing is None:
        return NAMED[otherwise]
    return NAMED[easing] if isinstance(easing, str) else tuple(float(part) for part in easing)


def _bezier(one: float, two: float, at: float) -> float:
    rest = 1.0 - at
    return 3 * rest * rest * at * one + 3 * rest * at * at * two + at * at * at


@lru_cache(maxsize=8192)
def eased(numbers: tuple[float, ...], share: float) -> float:
    """How far, after a share of the time: 0 at 0 and 1 at 1, and held beyond both."""
    if share <= 0.0:
        return 0.0
    if share >= 1.0:
        return 1.0
    x1, y1, x2, y2 = numbers
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _bezier(x1, x2, middle) < share:
            low = middle
        else:
            high = middle
    return _bezier(y1, y2, (low + high) / 2)
