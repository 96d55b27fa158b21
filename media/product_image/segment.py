"""Which pixels are the product: a flood over the ground and its shadows, from the border inwards.

The flood runs over what is the ground, or the ground with less light on it, and stops at edges. It
keeps a distance from gaps narrower than itself, so that one weak spot
in a pale rim does not let it in. Then shadows with hard edges are given back to the ground, and
openings such as handles are found.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media.pixels.oklab import Plane
from media.product_image.ground import DARKEST, Ground, shade

Mask = NDArray[np.bool_]
_SPREAD = 0.05  # of the longer side: so far the ground's own unevenness is carried inwards
_LEAST_PART = 0.02  # of the largest: smaller parts are crumbs
_LEAST_HOLE = 0.0002  # of the picture


@dataclass(frozen=True, slots=True)
class Evidence:
    """All (height, width). `away` from the ground, `unlike` any shade of it, in OKLab; `left` the
    factor of light there; `edge` the change to the neighbours, a px."""

    ground: Plane
    away: Plane
    unlike: Plane
    left: Plane
    edge: Plane
    limit: float
    edge_limit: float


def _disk(radius_px: int) -> NDArray[np.uint8]:
    side = 2 * radius_px + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)


def grown(mask: Mask, radius_px: int) -> Mask:
    return np.asarray(cv2.dilate(mask.astype(np.uint8), _disk(radius_px)), bool)


def shrunk(mask: Mask, radius_px: int) -> Mask:
    whole = cv2.erode(mask.astype(np.uint8), _disk(radius_px), borderValue=1)
    return np.asarray(whole, bool)


def opened(mask: Mask, radius_px: int) -> Mask:
    return grown(shrunk(mask, radius_px), radius_px)


def parts(mask: Mask) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Each connected part's number at its pixels, and the areas by number; 0 is the rest."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    return np.asarray(labels, np.int32), np.asarray(stats[:, cv2.CC_STAT_AREA], np.int32)


def reached(passable: Mask) -> Mask:
    """What can be walked to from the border."""
    labels, _ = parts(passable)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    numbers = np.unique(rim[rim > 0])
    return np.asarray(np.isin(labels, numbers), bool)


def _edge(lab: Plane) -> Plane:
    across = cv2.Sobel(lab, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(lab, cv2.CV_32F, 0, 1, scale=1 / 8)
    steep = np.sum(np.square(across) + np.square(down), axis=-1)
    return np.asarray(np.sqrt(steep), np.float32)


def _seen(lab: Plane, ground: Plane, noise: float) -> Evidence:
    left, unlike = shade(lab, ground)
    away = np.linalg.norm(lab - ground, axis=-1).astype(np.float32)
    return Evidence(
        ground, away, unlike, left, _edge(lab),
        limit=max(0.026, 2.6 * noise), edge_limit=max(0.009, 1.1 * noise),
    )  # fmt: skip


def _flooded(seen: Evidence, radius_px: int) -> Mask:
    like = seen.unlike < seen.limit
    same = seen.away < 0.6 * seen.limit
    calm = (seen.edge < seen.edge_limit) | (same & (seen.edge < 1.6 * seen.edge_limit))
    passable = like & calm
    core = reached(shrunk(passable, radius_px))
    return grown(core, radius_px) & passable


def _nearer(lab: Plane, seen: Evidence, outside: Mask) -> Plane:
    """The ground, corrected by what is seen of it nearby."""
    sure = (outside & (seen.away < seen.limit)).astype(np.float32)
    spread = max(lab.shape[:2]) * _SPREAD
    off = cv2.GaussianBlur((lab - seen.ground) * sure[..., None], (0, 0), spread)
    weight = cv2.GaussianBlur(sure, (0, 0), spread)
    return (seen.ground + off / (weight + 0.05)[..., None]).astype(np.float32)


def _shadows(seen: Evidence, outside: Mask) -> Mask:
    """Enclosed by their own hard edges, beside the ground, beside the product, and of one shade."""
    like = (seen.unlike < 0.75 * seen.limit) & (seen.left < 0.975) & (seen.left > DARKEST)
    rest = like & ~outside
    labels, areas = parts(opened(rest, 1))
    product = ~outside & ~rest
    near_outside, near_product = grown(outside, 3), grown(product, 3)
    found = np.zeros_like(outside)
    for number in np.argsort(areas[1:])[::-1][:40] + 1:
        part = labels == number
        if areas[number] < 30:
            break
        rim = part & ~shrunk(part, 1)
        free = float(near_outside[rim].mean())
        even = float(np.median(seen.unlike[part])) < 0.5 * seen.limit
        small = areas[number] < 0.5 * product.sum()
        if even and small and free > 0.2 and near_product[rim].any():
            found |= part
    return np.asarray(found | (grown(found, 2) & rest & (seen.unlike < seen.limit)), bool)


def _openings(seen: Evidence, product: Mask) -> Mask:
    """Ground seen through the product: as like the ground as the ground itself, and calm."""
    like = product & (seen.unlike < 0.45 * seen.limit) & (seen.edge < seen.edge_limit)
    like &= seen.left > 0.72
    labels, areas = parts(shrunk(like, 1))
    found = np.zeros_like(product)
    for number in np.flatnonzero(areas[1:] >= max(_LEAST_HOLE * product.size, 12)) + 1:
        part = labels == number
        if float(np.median(seen.away[part])) < 0.5 * seen.limit:
            found |= part
    return grown(found, 2) & product & (seen.unlike < seen.limit)


def _main(product: Mask, seen: Evidence) -> Mask:
    """Its parts of any size, and what is thin but surely no ground and joins them; crumbs go."""
    labels, areas = parts(opened(product, 1))
    if len(areas) < 2:
        return np.zeros_like(product)
    kept = np.flatnonzero(areas[1:] >= _LEAST_PART * areas[1:].max()) + 1
    core: Mask = np.isin(labels, kept)
    thin = product & (seen.unlike > 1.6 * seen.limit)
    joined, _ = parts(grown(core | thin, 1))
    return (core | thin) & np.isin(joined, np.unique(joined[core]))


def segmented(lab: Plane, ground: Ground) -> Mask:
    """True where the product is. `lab` is (height, width, 3), about 560 px on the longer side."""
    lab = np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.8), np.float32)
    radius_px = max(round(max(lab.shape[:2]) / 280), 1)
    seen = _seen(lab, ground.lab, ground.noise)
    outside = _flooded(seen, radius_px)
    seen = _seen(lab, _nearer(lab, seen, outside), ground.noise)
    outside = _flooded(seen, radius_px)
    outside = grown(outside, 2) & (outside | (seen.unlike < seen.limit))
    outside |= _shadows(seen, outside)
    product = _main(~outside, seen)
    product &= ~_openings(seen, product)
    return _main(product, seen)
