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
from media.product_image.ground import DARKEST, DEPTH, Ground, shade

Mask = NDArray[np.bool_]
_SPREAD = 0.05  # of the longer side: so far the ground's own unevenness is carried inwards
_EDGE_LEAST, _EDGE_MOST = 0.0035, 0.014  # a px, in OKLab: what may still be ground
_RIDGE_PX = 5
_HAZE = 3.5  # limits: so far from the ground may steam be
_KEY = 0.12  # chroma in OKLab: then hue alone tells the ground
_CRISP = 0.03  # a px: harder than steam has it
_COLORED = 0.06  # chroma in OKLab
_LEAST_PART = 0.02  # of the largest: smaller parts are crumbs
_LEAST_HOLE = 0.0002  # of the picture
_MOST_SHADED = 0.03  # likewise, where shadow lies on what is seen through an opening


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
    edge_limit: Plane


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
    """The change that is made within a few px: what is as steep all around is light, no edge."""
    across = cv2.Sobel(lab, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(lab, cv2.CV_32F, 0, 1, scale=1 / 8)
    steep = np.sqrt(np.sum(np.square(across) + np.square(down), axis=-1)).astype(np.float32)
    return np.asarray(cv2.morphologyEx(steep, cv2.MORPH_TOPHAT, _disk(_RIDGE_PX)), np.float32)


def _calm(edge: Plane, unlike: Plane, limit: float, ground: Ground) -> Plane:
    """How much the ground itself changes from px to px, by the border, above and below its line."""
    height, width = edge.shape
    rows = np.zeros((height, 1), np.float32)
    line = height if ground.line is None else round(sum(ground.line) / 2)
    deep = max(3, round(min(height, width) * DEPTH))
    border = np.zeros((height, width), bool)
    border[:deep], border[-deep:], border[:, :deep], border[:, -deep:] = True, True, True, True
    for part in (slice(0, line), slice(line, height)):
        told = edge[part][border[part] & (unlike[part] < limit)]
        usual = float(np.percentile(told, 95)) if len(told) > 50 else _EDGE_MOST
        rows[part] = min(max(1.35 * usual, _EDGE_LEAST), _EDGE_MOST)
    return np.broadcast_to(rows, edge.shape)


def _seen(lab: Plane, nearby: Plane, ground: Ground) -> Evidence:
    left, unlike = shade(lab, nearby)
    away = np.linalg.norm(lab - nearby, axis=-1).astype(np.float32)
    edge = _edge(lab)
    limit = max(0.02, 2.3 * ground.noise)
    return Evidence(nearby, away, unlike, left, edge, limit, _calm(edge, unlike, limit, ground))


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


def _shadows(seen: Evidence, outside: Mask, *, only_colored: bool = False) -> Mask:
    """Enclosed by their own hard edges, beside the ground, beside the product, and of one shade.

    On a ground of some colour its shades are surely known, and little contact is enough.
    """
    like = (seen.unlike < 0.85 * seen.limit) & (seen.left < 0.985) & (seen.left > DARKEST)
    rest = like & ~outside
    labels, areas = parts(opened(rest, 1))
    product = ~outside & ~rest
    near_outside, near_product = grown(outside, 3), grown(product, 3)
    chroma = np.hypot(seen.ground[..., 1], seen.ground[..., 2])
    found = np.zeros_like(outside)
    for number in np.argsort(areas[1:])[::-1][:60] + 1:
        part = labels == number
        if areas[number] < 24:
            break
        rim = part & ~shrunk(part, 1)
        colored = float(chroma[part].mean()) > _COLORED
        even = float(np.median(seen.unlike[part])) < (0.65 if colored else 0.5) * seen.limit
        small = areas[number] < 0.5 * product.sum()
        free = float(near_outside[rim].mean()) > (0.05 if colored else 0.2)
        if only_colored and not colored:
            continue
        if even and small and free and near_product[rim].any():
            found |= part
    return np.asarray(found | (grown(found, 2) & rest & (seen.unlike < seen.limit)), bool)


def _keyed(lab: Plane, seen: Evidence) -> Mask:
    """On a ground of strong colour whatever has its hue, in any light."""
    hue, own = seen.ground[..., 1:], lab[..., 1:]
    chroma, found = np.linalg.norm(hue, axis=-1), np.linalg.norm(own, axis=-1)
    along = np.sum(hue * own, axis=-1) / np.maximum(chroma * found, 1e-6)
    return np.asarray((chroma > _KEY) & (along > 0.97) & (found > 0.4 * chroma), bool)


def _openings(seen: Evidence, product: Mask) -> Mask:
    """Ground seen through the product: like the ground, calm, and with an edge all around.

    A little shade is the ground's too; deeper shade only on a ground of some colour.
    """
    like = product & (seen.unlike < 0.45 * seen.limit) & (seen.edge < seen.edge_limit)
    like &= seen.left > 0.72
    labels, areas = parts(shrunk(like, 1))
    found = np.zeros_like(product)
    chroma = np.hypot(seen.ground[..., 1], seen.ground[..., 2])
    edged = grown(seen.edge > 1.5 * seen.edge_limit, 3) | ~product
    numbers = np.flatnonzero(areas[1:] >= max(_LEAST_HOLE * product.size, 12)) + 1
    for number in (*numbers, *numbers):  # what lies beside an opening may be more of it
        part = labels == number
        around = grown(part, 4) & ~grown(part, 2)
        framed = float((edged | grown(found, 4))[around].mean())
        away = float(np.median(seen.away[part])) / seen.limit
        even = float(np.median(seen.unlike[part])) < 0.27 * seen.limit
        colored = float(chroma[part].mean()) > _COLORED
        small = areas[number] < _MOST_SHADED * product.size
        bare = framed > 0.9 and even and away < 1.5
        if bare or (even and colored and small and framed > 0.55):
            found |= part
    return grown(found, 2) & product & (seen.unlike < seen.limit)


def _hazes(seen: Evidence, product: Mask) -> Mask:
    """Steam, glow and the last of soft shadows: near the ground in colour, no edge between."""
    pale = product & (seen.unlike < _HAZE * seen.limit) & (seen.edge < _CRISP)
    labels, areas = parts(opened(pale, 1))
    outside = grown(~product, 2)
    edged = grown(seen.edge > 1.5 * seen.edge_limit, 1)
    found = np.zeros_like(product)
    for number in np.argsort(areas[1:])[::-1][:60] + 1:
        if areas[number] < 24:
            break
        part = labels == number
        rim = part & ~shrunk(part, 1)
        touching = rim & outside
        free = touching.sum() > 0.12 * rim.sum()
        if free and areas[number] < 0.3 * product.sum() and edged[touching].mean() < 0.4:
            found |= part
    return grown(found, 2) & (pale | found)


def _main(product: Mask, seen: Evidence) -> Mask:
    """Its parts of any size, and what is thin but surely no ground and joins them; crumbs go."""
    crisp = grown(seen.edge > np.maximum(4 * seen.edge_limit, _CRISP), 2)
    vapour = ~crisp & ~grown(opened(product, 5), 2)
    labels, areas = parts(opened(product & ~vapour, 1))
    if len(areas) < 2:
        return np.zeros_like(product)
    kept = np.flatnonzero(areas[1:] >= _LEAST_PART * areas[1:].max()) + 1
    core: Mask = np.isin(labels, kept)
    thin = product & (seen.unlike > 1.6 * seen.limit) & crisp
    joined, _ = parts(grown(core | thin, 1))
    return (core | thin) & np.isin(joined, np.unique(joined[core]))


def segmented(lab: Plane, ground: Ground) -> tuple[Mask, float]:
    """True where the product is, and the share of its contour that runs along an edge.

    `lab` is (height, width, 3), about 560 px on the longer side.
    """
    lab = np.asarray(cv2.GaussianBlur(lab, (0, 0), 0.8), np.float32)
    radius_px = max(round(max(lab.shape[:2]) / 280), 1)
    seen = _seen(lab, ground.lab, ground)
    outside = _flooded(seen, radius_px)
    seen = _seen(lab, _nearer(lab, seen, outside), ground)
    outside = _flooded(seen, radius_px)
    outside = grown(outside, 2) & (outside | (seen.unlike < seen.limit))
    outside |= _shadows(seen, outside)
    outside |= _keyed(lab, seen)
    product = _main(~outside, seen)
    product &= ~_openings(seen, product)
    product &= ~_shadows(seen, ~product, only_colored=True)
    product &= ~_hazes(seen, product)
    product = _main(product, seen)
    contour = product & ~shrunk(product, 1)
    along = grown(seen.edge > 1.0 * seen.edge_limit, 2)
    return product, float(along[contour].mean()) if contour.any() else 0.0
