"""Where a comment is pinned; pure."""

from dataclasses import dataclass
from decimal import Decimal

from domain.errors import Invalid, Required
from domain.reviews.subjects import Surface

_WHOLE = Decimal(1_000_000)


@dataclass(frozen=True)
class Pin:
    """A point, a box if it has a size, a moment in seconds, or a place at a moment.

    Places are shares of the width and the height, from 0 at the top left to 1.
    """

    x: Decimal | None = None
    y: Decimal | None = None
    width: Decimal | None = None
    height: Decimal | None = None
    second: Decimal | None = None

    @property
    def at_ms(self) -> int | None:
        return None if self.second is None else int(self.second * 1000)


def check_pin(pin: Pin, surface: Surface, *path: str) -> None:
    """Raises Invalid, or Required, at the part of the pin that cannot be."""
    for name, value in vars(pin).items():
        if value is not None and (value < 0 or value * _WHOLE % 1):
            raise Invalid("It is 0 or more, to six places.", *path, name)
    _check_place(pin, *path)
    if pin.x is not None and not surface.has_places:
        raise Invalid("Words and sounds have no places.", *path, "x")
    if pin.second is not None:
        _check_moment(pin.second, surface.duration_ms, *path, "second")


def _check_place(pin: Pin, *path: str) -> None:
    pairs = (("x", "y"), ("width", "height"))
    for pair in pairs:
        missing = [name for name in pair if getattr(pin, name) is None]
        if len(missing) == 1:
            raise Required("Say both.", *path, missing[0])
    if pin.width is not None and pin.x is None:
        raise Required("Say where the box begins.", *path, "x")
    for start, size in (("x", "width"), ("y", "height")):
        at, long = getattr(pin, start), getattr(pin, size)
        if long is not None and long == 0:
            raise Invalid("A box is larger than nothing.", *path, size)
        if at is not None and at + (long or 0) > 1:
            raise Invalid("It must lie inside: 1 is the far edge.", *path, size if long else start)


def _check_moment(second: Decimal, duration_ms: int | None, *path: str) -> None:
    if duration_ms is None:
        raise Invalid("Only a film or a sound has moments.", *path)
    if second * 1000 % 1:
        raise Invalid("A moment is given to the millisecond.", *path)
    if second * 1000 > duration_ms:
        raise Invalid(f"It ends after {Decimal(duration_ms) / 1000} s.", *path)
