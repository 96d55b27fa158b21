"""What a photo shows: its plain edges, their colours, the box of its subject, its loudest colour.

The ground is modelled as a surface of second order through the colours of the border, in OKLab;
what stands away from it is the subject. Where the border is too uneven for that, nothing is said.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.kept import Kept
from media.pixels.colors import of_oklch
from media.pixels.oklab import Plane, oklab
from media.pixels.surface import sides, terms
from media.scene import Color

Sides = tuple[float, float, float, float]
_SIDE_PX = 120
_NEAR = 0.035  # to the ground, in OKLab
_NEAR_SHARE = 0.86  # of an edge: then the ground is known there
_STEADY = 0.045  # across the depth of an edge: then it can be drawn on
_STEADY_SHARE = 0.93
_AWAY = 0.07
_CLEARLY = 0.3  # of what is farthest away: softer shadows are no part of the subject
_WHITE = 240  # of 255, each part of an edge's colour
_FAINTLY = 0.028  # pale parts that hang on to clear ones
_SHARP = 0.065  # of the ground's OKLab lightness, from px to px
_PART = 0.006  # of the photo
_DEEPEST_SHADE = 0.72  # of the ground's OKLab: darker things are things
_TALLEST = 0.56  # of the photo's width, for a subject in a photo as wide as the canvas
_LOUD = 0.075
_HUES = 36


@dataclass(frozen=True, slots=True)
class Facts:
    """Edges in the order top, right, bottom, left. The subject and focus as parts of the photo."""

    edges: tuple[Color, Color, Color, Color]
    plain: tuple[bool, bool, bool, bool]
    border: Color
    subject: Sides | None
    loudest: Color | None
    focus: tuple[float, float]
    aspect: float

    @property
    def is_open_above(self) -> bool:
        """Words can stand above it: its top can be drawn on, and the subject leaves room there."""
        if not self.plain[0] or self.subject is None:
            return False
        left, top, right, bottom = self.subject
        is_wide = left < 0.01 or right > 0.99 or not (self.plain[1] and self.plain[3])
        return top > 0.01 and not (is_wide and (bottom - top) / self.aspect > _TALLEST)

    @property
    def is_open_around(self) -> bool:
        """Its subject fits into any box: above and beside it the ground can be drawn on."""
        if self.subject is None or not self.is_open_above:
            return False
        _, right, _, left = self.plain
        return right and left and self.subject[0] > 0.01 and self.subject[2] < 0.99

    @property
    def is_on_white(self) -> bool:
        """Its ground is even and white, or so nearly that it can be faded into white."""
        return all(self.plain) and all(min(edge[:3]) >= _WHITE for edge in self.edges)

    @property
    def is_placeable(self) -> bool:
        """Its subject can be put anywhere: the ground around it can be drawn on, or runs out."""
        if self.subject is None or not self.is_open_above:
            return False
        _, right, _, left = self.plain
        wide = self.subject[2] - self.subject[0]
        return (right and left) or self.aspect >= 1.3 or ((right or left) and wide > 0.7)


def _away_from_ground(lab: Plane, border: NDArray[np.bool_]) -> tuple[Plane, Plane]:
    """Distance of each pixel from the surface through the border, its outliers left out, and
    that surface."""
    basis = terms(*lab.shape[:2])
    on_border, wanted = basis[border], lab[border]
    kept = np.ones(len(on_border), bool)
    away, ground = np.zeros(lab.shape[:2], np.float32), lab
    for _ in range(4):
        weights = np.linalg.lstsq(on_border[kept], wanted[kept], rcond=None)[0]
        ground = (basis @ weights).astype(np.float32)
        away = np.linalg.norm(lab - ground, axis=-1).astype(np.float32)
        near = away[border]
        limit = max(2.0 * float(np.median(near)), 0.02)
        if (kept == (near <= limit)).all() or (near <= limit).sum() < 24:
            break
        kept = near <= limit
    return away, ground


def _slope(plane: Plane, axis: int) -> Plane:
    """From px to px; none along a side of one px."""
    if plane.shape[axis] < 2:
        return np.zeros_like(plane)
    found: Plane = np.gradient(plane, axis=axis)
    return found


def _unshaded(lab: Plane, ground: Plane) -> Plane:
    """Distance from the ground as it is or, away from sharp edges, as it would be in shadow, whose
    edges are soft: OKLab scales with the light."""
    along = (lab * ground).sum(axis=-1) / np.maximum((ground * ground).sum(axis=-1), 1e-6)
    shade = np.clip(along, _DEEPEST_SHADE, 1.0)[..., None]
    off = np.linalg.norm(lab - ground, axis=-1)
    is_sharp = np.hypot(_slope(lab[..., 0], 0), _slope(lab[..., 0], 1)) > _SHARP * ground[..., 0]
    found: Plane = np.where(is_sharp, off, np.linalg.norm(lab - shade * ground, axis=-1))
    return found


def _grown(mask: NDArray[np.bool_]) -> list[NDArray[np.intp]]:
    """Its connected parts, as rows of (y, x), the largest first."""
    width = mask.shape[1]
    left = {int(place) for place in np.flatnonzero(mask)}
    parts: list[NDArray[np.intp]] = []
    while left:
        wave, part = [left.pop()], []
        while wave:
            place = wave.pop()
            part.append(place)
            x = place % width
            beside = (place - width, place + width, place - (x > 0), place + (x < width - 1))
            for other in beside:
                if other in left:
                    left.remove(other)
                    wave.append(other)
        parts.append(np.stack(np.divmod(np.array(part), width), axis=-1))
    return sorted(parts, key=len, reverse=True)


def _subject(away: Plane) -> tuple[NDArray[np.bool_], Sides | None]:
    mask = away > max(_AWAY, _CLEARLY * float(np.quantile(away, 0.97)))
    height, width = mask.shape
    parts = _grown(mask)
    kept = [part for part in parts if len(part) >= 0.08 * len(parts[0]) and len(part) >= 12]
    chosen = np.zeros_like(mask)
    if not kept:
        return chosen, None
    places = np.concatenate(kept)
    chosen[places[:, 0], places[:, 1]] = True
    (top, left), (bottom, right) = places.min(axis=0), places.max(axis=0) + 1
    share = (bottom - top) * (right - left) / (height * width)
    if not 0.01 < share < 0.92:
        return chosen, None
    return chosen, (left / width, top / height, right / width, bottom / height)


def _within(box: Sides, other: Sides) -> Sides:
    """The box, but no side of it at the photo's edge where the other has it further inside."""
    left, top, right, bottom = box
    return (
        left if left > 0.01 else other[0],
        top if top > 0.01 else other[1],
        right if right < 0.99 else other[2],
        bottom if bottom < 0.99 else other[3],
    )


def _with_pale_parts(box: Sides, mask: NDArray[np.bool_], unshaded: Plane, noise: float) -> Sides:
    """The subject's box with what hangs on to it, or is large, and stands out but faintly; a side
    on which that runs out of the photo stays where it was."""
    height, width = mask.shape
    faint = unshaded > max(_FAINTLY, 4.0 * noise)
    least, sure = _PART * mask.size, 2.0 * max(_FAINTLY, 4.0 * noise)
    parts = [
        part
        for part in _grown(faint)
        if mask[part[:, 0], part[:, 1]].any()
        or (len(part) >= least and unshaded[part[:, 0], part[:, 1]].mean() > sure)
    ]
    if not parts:
        return box
    grown = np.zeros_like(mask)
    places = np.concatenate(parts)
    grown[places[:, 0], places[:, 1]] = True
    columns = np.flatnonzero(grown.sum(axis=0) >= 2)
    rows = np.flatnonzero(grown.sum(axis=1) >= 2)
    if not len(columns) or not len(rows):
        return box
    left, right = int(columns[0]) / width, (int(columns[-1]) + 1) / width
    top, bottom = int(rows[0]) / height, (int(rows[-1]) + 1) / height
    left, top, right, bottom = _within((left, top, right, bottom), box)
    return min(box[0], left), min(box[1], top), max(box[2], right), max(box[3], bottom)


def _loudest(lab: Plane, mask: NDArray[np.bool_]) -> Color | None:
    """The hue with most colour in it, where it is loud enough to be meant."""
    pixels = lab[mask] if mask.sum() > 40 else lab.reshape(-1, 3)
    chroma = np.hypot(pixels[:, 1], pixels[:, 2])
    loud = (chroma > _LOUD) & (pixels[:, 0] > 0.3) & (pixels[:, 0] < 0.93)
    if loud.sum() < 0.03 * len(pixels):
        return None
    pixels, chroma = pixels[loud], chroma[loud]
    hues = np.arctan2(pixels[:, 2], pixels[:, 1])
    slot = ((hues + math.pi) / (2 * math.pi) * _HUES).astype(int) % _HUES
    weight = np.bincount(slot, chroma, _HUES)
    smooth = weight + 0.5 * (np.roll(weight, 1) + np.roll(weight, -1))
    best = int(np.argmax(smooth))
    near = np.isin(slot, [(best - 1) % _HUES, best, (best + 1) % _HUES])
    strong = near & (chroma >= np.quantile(chroma[near], 0.7))
    lightness, a, b = (float(value) for value in np.median(pixels[strong], axis=0))
    return of_oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def _steady(lab: Plane) -> tuple[bool, bool, bool, bool]:
    """Whether each edge stays the same towards the inside, so that drawing it on looks right."""
    deep = max(4, round(min(lab.shape[:2]) * 0.06))
    fields = (lab, lab[:, ::-1].swapaxes(0, 1), lab[::-1], lab.swapaxes(0, 1))
    found = []
    for field in fields:
        strip = field[:deep]
        change = np.linalg.norm(strip - strip.mean(axis=0, keepdims=True), axis=-1).max(axis=0)
        found.append(bool((change < _STEADY).mean() >= _STEADY_SHARE))
    return found[0], found[1], found[2], found[3]


def _focus(away: Plane, box: Sides | None) -> tuple[float, float]:
    """The middle of the subject, or of what is unlike the border, drawn half to the centre."""
    if box is not None:
        left, top, right, bottom = box
        return (left + right) / 2, (top + bottom) / 2
    weight = np.clip(away - _AWAY, 0.0, 0.3)
    if not weight.sum():
        return 0.5, 0.5
    y, x = np.mgrid[0 : away.shape[0], 0 : away.shape[1]].astype(np.float32) + 0.5
    at_x, at_y = float((x * weight).sum()), float((y * weight).sum())
    total = float(weight.sum())
    return (
        0.25 + 0.5 * at_x / total / away.shape[1],
        0.25 + 0.5 * at_y / total / away.shape[0],
    )


def _middle(rgb: NDArray[np.uint8]) -> Color:
    red, green, blue = (round(float(part)) for part in np.median(rgb.reshape(-1, 3), axis=0))
    return Color(red, green, blue)


def _look(image: Image.Image) -> Facts:
    has_alpha = image.mode == "RGBA"
    small = image.copy()
    small.thumbnail((_SIDE_PX, _SIDE_PX), Image.Resampling.BOX)
    flat = small.convert("RGB")
    if has_alpha:
        flat = Image.new("RGB", small.size, "white")
        flat.paste(small, mask=small.getchannel("A"))
    rgb = np.asarray(flat)
    height, width = rgb.shape[:2]
    strips = sides(height, width, max(2, round(min(height, width) * 0.03)))
    on_border: NDArray[np.bool_] = np.logical_or.reduce(strips)
    lab = oklab(rgb)
    away, ground = _away_from_ground(lab, on_border)
    unshaded, noise = _unshaded(lab, ground), float(np.median(away[on_border]))
    if has_alpha:
        away = unshaded = np.asarray(small.getchannel("A"), np.float32) / 255.0
    known = sum(bool((away[strip] < _NEAR).mean() >= _NEAR_SHARE) for strip in strips)
    mask, box = _subject(away)
    if box is not None and not has_alpha:
        bare, without_shadow = _subject(unshaded)
        box = _within(box, without_shadow or box)
        box = _with_pale_parts(box, bare, unshaded, noise)
    if known < 2 and not has_alpha:
        box = None
    edges = tuple(_middle(rgb[strip]) for strip in strips)
    return Facts(
        edges=(edges[0], edges[1], edges[2], edges[3]),
        plain=_steady(lab) if not has_alpha else (True, True, True, True),
        border=_middle(rgb[on_border]),
        subject=box,
        loudest=_loudest(lab, mask),
        focus=_focus(away, box),
        aspect=width / height,
    )


_kept: Kept[Facts] = Kept(512, lambda _: 1)


def facts(image: Image.Image, digest: str) -> Facts:
    """Kept by the content's digest."""
    return _kept.get(digest, lambda: _look(image))
