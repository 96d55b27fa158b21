"""The point of a picture that a crop keeps."""

from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Invalid


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """What a crop keeps: x from 0 (left) to 1 (right), y from 0 (top) to 1 (bottom)."""

    x: Decimal
    y: Decimal


def focal_point(given: FocalPoint, *path: str) -> FocalPoint:
    """Both parts from 0 to 1, cut to six decimals."""
    return FocalPoint(_share(given.x, *path, "x"), _share(given.y, *path, "y"))


def _share(given: Decimal, *path: str) -> Decimal:
    if not (given.is_finite() and 0 <= given <= 1):
        raise Invalid("It lies between 0 and 1.", *path)
    return given.quantize(Decimal("0.000001"))
