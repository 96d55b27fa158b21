"""Animations as arithmetic: the values of a layer's properties at a time, and how they add up.

Times are seconds from the scene's start. A layer is moved by its own animations and by those of
the stacks and groups that it is in. Shapes: an affine matrix is two rows of three floats.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from media.film.easing import curve, eased
from media.scene import Box

_REST = {"x": 0.0, "y": 0.0, "scale": 1.0, "rotate": 0.0, "opacity": 1.0, "reveal": 1.0,
         "count": 1.0}  # fmt: skip
_SECONDS = 0.4
_FLAT = 1e-3  # a scale below this shows nothing


@dataclass(frozen=True, slots=True)
class Track:
    """One property between keys (seconds, value), held before the first and after the last."""

    property: str
    keys: tuple[tuple[float, float], ...]
    curve: tuple[float, ...]
    direction: str = "RISE"

    def at(self, seconds: float) -> float:
        keys = self.keys
        if seconds <= keys[0][0]:
            return keys[0][1]
        for (start, one), (end, other) in pairwise(keys):
            if seconds < end:
                return one + (other - one) * eased(self.curve, (seconds - start) / (end - start))
        return keys[-1][1]

    def is_moving(self, start: float, end: float) -> bool:
        """Whether its value is not the same all through a stretch of time."""
        first, last = self.keys[0][0], self.keys[-1][0]
        return start < last and end > first and any(v != self.keys[0][1] for _, v in self.keys)


class Affine(NamedTuple):
    """x' = a x + b y + c; y' = d x + e y + f. In px."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0
    e: float = 1.0
    f: float = 0.0

    def after(self, first: "Affine") -> "Affine":
        """`first`, then this."""
        return Affine(
            self.a * first.a + self.b * first.d,
            self.a * first.b + self.b * first.e,
            self.a * first.c + self.b * first.f + self.c,
            self.d * first.a + self.e * first.d,
            self.d * first.b + self.e * first.e,
            self.d * first.c + self.e * first.f + self.f,
        )

    def scaled(self, scale: float) -> "Affine":
        """The same movement of a picture drawn at another scale."""
        return self._replace(c=self.c * scale, f=self.f * scale)


STILL = Affine()


class Mask(NamedTuple):
    """A share of a box that shows; direction as in the schema."""

    box: Box
    share: float
    direction: str


class Pose(NamedTuple):
    """How something stands at a time."""

    affine: Affine = STILL
    opacity: float = 1.0
    masks: tuple[Mask, ...] = ()

    @property
    def is_gone(self) -> bool:
        return self.opacity <= 0.0 or any(mask.share <= 0.0 for mask in self.masks)


REST = Pose()


def tracks(moves: Any, later: float, length: float) -> tuple[Track, ...]:
    """Of an `animate` of the schema; `later` is its stagger, `length` that of the scene."""
    found = []
    for move in moves or ():
        kind = move["property"]
        rest = _REST[kind]
        if "keyframes" in move:
            keys = tuple((float(at) + later, float(value)) for at, value in move["keyframes"])
        else:
            at = float(move.get("at", 0.0))
            at = at + length if at < 0 else at + later
            start = 0.0 if kind == "count" else float(move.get("from", rest))
            end = 1.0 if kind == "count" else float(move.get("to", rest))
            keys = ((at, start), (at + max(float(move.get("seconds", _SECONDS)), 1e-6), end))
        numbers = curve(move.get("easing"), "ENTER")
        found.append(Track(kind, keys, numbers, move.get("direction", "RISE")))
    return tuple(found)


def values(found: tuple[Track, ...], seconds: float) -> dict[str, float]:
    """What is animated more than once adds up, or multiplies: an entry and an exit do not meet."""
    now: dict[str, float] = {}
    for track in found:
        value = track.at(seconds)
        rest = _REST[track.property]
        if track.property in now:
            value = now[track.property] + value if rest == 0.0 else now[track.property] * value
        now[track.property] = value
    return now


def _turned(now: Mapping[str, float], box: Box) -> Affine:
    """Around the middle of its box."""
    scale, angle = now.get("scale", 1.0), math.radians(now.get("rotate", 0.0))
    if scale == 1.0 and angle == 0.0:
        return Affine(c=now.get("x", 0.0), f=now.get("y", 0.0))
    cos, sin = scale * math.cos(angle), scale * math.sin(angle)
    x, y = box.x + box.width / 2, box.y + box.height / 2
    to_x, to_y = x + now.get("x", 0.0), y + now.get("y", 0.0)
    return Affine(cos, -sin, to_x - cos * x + sin * y, sin, cos, to_y - sin * x - cos * y)


def posed(pose: Pose, found: tuple[Track, ...], box: Box, seconds: float) -> Pose:
    """A pose moved on by the animations of what it stands in; `box` is that one's, at rest."""
    if not found:
        return pose
    now = values(found, seconds)
    affine = _turned(now, box).after(pose.affine)
    opacity = pose.opacity * min(max(now.get("opacity", 1.0), 0.0), 1.0)
    if now.get("scale", 1.0) < _FLAT:
        opacity = 0.0
    masks = pose.masks
    if (share := now.get("reveal")) is not None and share < 1.0:
        direction = next(track.direction for track in found if track.property == "reveal")
        masks = (*masks, Mask(box, max(share, 0.0), direction))
    return Pose(affine, opacity, masks)
