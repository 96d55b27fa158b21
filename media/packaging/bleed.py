"""Ink that ends at a cut: no knife is so exact that no white would show beside it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from media.dielines import Panel
from media.document.packaging import PackagingTemplate
from media.layout import Placed, PlacedGroup, PlacedPicture
from media.packaging.cover import Points, covers
from media.packaging.finding import Finding
from media.packaging.matrix import Point, inverse, moved
from media.packaging.sheet import Print
from media.photo import Photo
from media.photos import fitting
from media.presets.finding import Verdict
from media.scene import Fit

_INSIDE_MM = 0.1
_EVERY_MM = 1.5
_RUN = 3
"""So many places side by side must end alike: what crosses a cut aslant does not end at it."""
_SHARES = (0.05, 0.2, 0.4, 0.6, 0.8, 0.97)
"""Of the bleed, where ink is looked for."""
_ALL = -1


@dataclass(frozen=True, slots=True, eq=False)
class _Places:
    """Along a cut, in an artwork's units: just inside of it, and further and further outside."""

    inside: Points
    beyond: tuple[Points, ...]


def _places(template: PackagingTemplate, one: Print, panel: Panel) -> _Places:
    """Along all that ends its ink, at even steps."""
    on_cut: list[Point] = []
    outwards: list[Point] = []
    rest = _EVERY_MM / 2
    for edge in panel.ends(template.bare):
        while rest < edge.length:
            share = rest / edge.length
            x = edge.start[0] + (edge.end[0] - edge.start[0]) * share
            y = edge.start[1] + (edge.end[1] - edge.start[1]) * share
            on_cut.append((x, y))
            outwards.append(edge.outward)
            rest += _EVERY_MM
        rest -= edge.length
    cut, out = (np.array(points, np.float64).reshape(-1, 2) for points in (on_cut, outwards))
    back = inverse(one.matrix)
    return _Places(
        moved(back, cut - out * _INSIDE_MM),
        tuple(moved(back, cut + out * (template.bleed_mm * share)) for share in _SHARES),
    )


def _reach(placed: Placed, places: _Places) -> list[int | None]:
    """At each place, how many of those beyond the cut it reaches; None where it is not at the cut,
    or reaches them all."""
    going = covers(placed, places.inside)
    if not going.any():
        return []
    found = np.full(len(going), _ALL, np.int64)
    for count, points in enumerate(places.beyond):
        ends = going & ~covers(placed, points)
        found[ends] = count
        going &= ~ends
    return [None if reach == _ALL else reach for reach in found.tolist()]


def _shortest(placed: Placed, places: _Places) -> int | None:
    runs = ((reach, len(list(run))) for reach, run in groupby(_reach(placed, places)))
    return min((reach for reach, long in runs if reach is not None and long >= _RUN), default=None)


def _solid(placed: tuple[Placed, ...]) -> Iterator[Placed]:
    """Items to be looked at one by one: a group that is cut or turned is one."""
    for one in placed:
        if isinstance(one, PlacedGroup) and one.clip is None and not one.rotate:
            yield from _solid(one.children)
        else:
            yield one


def _is_framed(placed: Placed, photos: Mapping[str, Photo]) -> bool:
    """A photo with air around it in its box: where it ends, its box does not tell."""
    if not isinstance(placed, PlacedPicture):
        return False
    photo = photos.get(placed.layer.photo)
    if photo is None:
        return False
    if photo.image.mode == "RGBA":
        return True
    if placed.layer.fit is not Fit.CONTAIN:
        return False
    return not fitting.fitted(placed.layer, placed.box, photo.image.size, photo.facts).is_whole


def check(
    template: PackagingTemplate, one: Print, photos: Mapping[str, Photo]
) -> Iterator[Finding]:
    """A finding for each layer and panel where ink touches a cut and does not go far beyond it."""
    limit = f"{template.bleed_mm:g} mm"
    solid = [placed for placed in _solid(one.placed) if not _is_framed(placed, photos)]
    for panel in one.artwork.panels:
        places = _places(template, one, panel)
        for placed in solid:
            if (reach := _shortest(placed, places)) is None:
                continue
            name = placed.name if isinstance(placed, PlacedGroup) else placed.layer.name
            far = template.bleed_mm * _SHARES[reach - 1] if reach else 0.0
            measured = f"{far:.1f} mm"
            message = f"Its ink ends {measured} beyond a cut; it must go {limit} beyond."
            yield Finding("bleed", Verdict.FAIL, panel.name, name, measured, limit, message)
