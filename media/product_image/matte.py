"""From which pixels are the product to how much of each: a matte, and edges without the ground.

In a narrow band along the contour each pixel is told as a mixture of the product's colour a little
further in and the ground's a little further out; where the two are too alike to tell, the contour
itself decides. The matte is then shrunk by a px and feathered, and edge colours are pulled inside.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from media.pixels.oklab import Plane
from media.product_image.segment import Mask, grown, shrunk

_PULLED = 0.75
_FADED_PX = 3.5  # so far within a contour its colours are pulled
_TELLABLE = 14.0  # between two colours, in sRGB bytes: below it a mixture is a guess
_SEEN = 6.0  # likewise: below it no edge can be seen


@dataclass(frozen=True, slots=True)
class Matte:
    """`alpha` 0 to 1 and `color` in sRGB bytes, (height, width) and (height, width, 3).

    `clear` is the share of the contour where product and ground can be told apart, `rim` the share
    of the ground's colour that is left along the inner edge.
    """

    alpha: Plane
    color: Plane
    clear: float
    rim: float


def _spread(color: Plane, weight: Plane, sigma_px: float) -> tuple[Plane, Plane]:
    """The weighted mean of the colours nearby, and how much weight stood behind it."""
    total = cv2.GaussianBlur(weight, (0, 0), sigma_px)
    mean = cv2.GaussianBlur(color * weight[..., None], (0, 0), sigma_px)
    return (
        (mean / np.maximum(total, 1e-6)[..., None]).astype(np.float32),
        np.asarray(total, np.float32),
    )


def _nearby(color: Plane, mask: Mask, sigma_px: float) -> Plane:
    """The colour of a region carried beyond it: from near where there is some, else from afar."""
    weight = mask.astype(np.float32)
    near, behind = _spread(color, weight, sigma_px)
    far, _ = _spread(color, weight + 1e-5, sigma_px * 4)
    trust = np.clip(behind / 0.02, 0.0, 1.0)[..., None]
    return np.asarray(near * trust + far * (1 - trust), np.float32)


def _smooth(product: Mask, width: int, height: int) -> Plane:
    """The mask in full size with its stairs taken off, 0 to 1 and 0.5 at the contour."""
    coarse = cv2.GaussianBlur(product.astype(np.float32), (0, 0), 0.9)
    whole = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(whole, 0.0, 1.0).astype(np.float32)


def _guided(guide: Plane, wanted: Plane, radius_px: int) -> Plane:
    """`wanted` as a local linear function of the guide's lightness (He, Sun and Tang, 2010)."""
    size = (2 * radius_px + 1, 2 * radius_px + 1)

    def mean(plane: NDArray[np.floating]) -> Plane:
        return np.asarray(cv2.blur(plane, size), np.float32)

    at, to = mean(guide), mean(wanted)
    varied = mean(guide * guide) - at * at
    slope = (mean(guide * wanted) - at * to) / (varied + 12.0)
    return (mean(slope) * guide + mean(to - slope * at)).astype(np.float32)


def _mixture(pixels: Plane, inner: Plane, outer: Plane) -> tuple[Plane, Plane]:
    """How much of the inner colour is in each pixel, and how far the two are apart in bytes."""
    apart = inner - outer
    length = np.sum(np.square(apart), axis=-1)
    share = np.sum((pixels - outer) * apart, axis=-1) / np.maximum(length, 1.0)
    return np.clip(share, 0.0, 1.0).astype(np.float32), np.sqrt(length).astype(np.float32)


def _inside(color: Plane, deep: Plane, outer: Plane, share: Plane, alpha: Plane) -> Plane:
    """Edge colours freed of the ground's part, then pulled towards what lies a few px within."""
    solid = np.asarray(alpha > 0.5, np.uint8)
    depth = np.asarray(cv2.distanceTransform(solid, cv2.DIST_L2, 3), np.float32)
    near = np.clip((_FADED_PX - depth) / (_FADED_PX - 1.0), 0.0, 1.0)[..., None]
    part = np.maximum(share, 0.35)[..., None]
    freed = np.clip((color - (1 - part) * outer) / part, 0.0, 255.0)
    freed = color + (freed - color) * near
    return np.asarray(freed + (deep - freed) * (_PULLED * near), np.float32)


def matted(pixels: NDArray[np.uint8], product: Mask) -> Matte:
    """`pixels` (height, width, 3) in full size; the mask may be smaller, of the same shape."""
    height, width = pixels.shape[:2]
    scale = max(width / product.shape[1], 1.0)
    color = pixels.astype(np.float32)
    contour = _smooth(product, width, height)
    reach = max(round(1.6 * scale), 2)
    inside, outside = contour > 0.5, contour <= 0.5
    sure_in, sure_out = shrunk(inside, reach), shrunk(outside, reach)
    thin = inside & ~grown(sure_in, reach + 1)  # straps and laces have no sure inside
    inner = _nearby(color, sure_in | thin, 1.2 * reach)
    outer = _nearby(color, sure_out, 1.2 * reach)
    share, apart = _mixture(color, inner, outer)
    told = np.square(apart) / (np.square(apart) + _TELLABLE**2)
    steep = np.clip((contour - 0.5) * 0.9 * scale + 0.5, 0.0, 1.0)
    alpha = told * share + (1 - told) * steep
    alpha = np.where(sure_in, 1.0, np.where(sure_out, 0.0, alpha)).astype(np.float32)
    light = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32)
    refined = np.clip(_guided(light, alpha, max(reach // 2, 1)), 0.0, 1.0)
    alpha = np.where(sure_in, 1.0, np.where(sure_out, 0.0, refined)).astype(np.float32)
    soft = cv2.GaussianBlur(alpha, (0, 0), 0.75)
    alpha = np.clip((soft - 0.28) / 0.64, 0.0, 1.0).astype(np.float32)
    deep = _nearby(color, shrunk(inside, reach + 1) | thin, 1.2 * reach)
    clean = _inside(color, deep, outer, share, alpha)
    edge = (alpha > 0.2) & (alpha < 0.8)
    clear = float((apart[edge] > _SEEN).mean()) if edge.any() else 0.0
    left, _ = _mixture(clean, deep, outer)
    rim = (alpha > 0.6) & ~shrunk(inside, reach + 1) & ~thin & (apart > 2 * _TELLABLE)
    return Matte(
        alpha=alpha,
        color=clean,
        clear=clear,
        rim=float(1 - left[rim].mean()) if rim.any() else 0.0,
    )
