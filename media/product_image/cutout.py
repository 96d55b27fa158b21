"""A product cut out of its photo, or the reason why that cannot be done well.

The ground is told from the photo's border, the product from the ground, its natural shadow left
out. What would show a halo or a bite on another ground is refused, with the figure that decided.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.kept import Kept
from media.pixels.oklab import oklab
from media.product_image.ground import Ground, ground_of

Box = tuple[float, float, float, float]

SIDE_PX = 2000
"""The longest side of a cut-out: larger photos are reduced first."""
_COARSE_PX = 560
_LEAST_PX = 64  # of the shorter side
_LEAST_KNOWN = 0.86  # of the border
_MOST_NOISE = 0.024
_LEAST_AREA, _MOST_AREA = 0.004, 0.86
_MOST_TOUCHING = 0.002  # of the sides and the bottom
_MOST_HANGING = 0.03  # of the top: a lamp hangs by its cord
_LEAST_CLEAR = 0.9
_LEAST_EDGED = 0.9
_MOST_RIM = 0.4
_KEPT_BYTES = 120_000_000


class Reason(StrEnum):
    """Why a photo is not cut out."""

    SMALL = "the photo is too small"
    GROUND = "the background is not even"
    NOTHING = "nothing stands away from the background"
    FILLS = "the subject fills the photo"
    TOUCHES = "the subject touches the edge"
    ALIKE = "the subject is too much like the background"
    RIM = "the background shows along the rim"


@dataclass(frozen=True, slots=True)
class Quality:
    """All 0 to 1. `known`: of the border, told by the ground. `noise`: of the ground, in OKLab.

    `area`: of the photo. `clear`: of the contour, where product and ground can be told apart.
    `rim`: the ground's colour left along the inner edge.
    """

    known: float
    noise: float
    area: float
    clear: float
    rim: float


@dataclass(frozen=True, slots=True)
class Cutout:
    """`picture` is RGBA, straight alpha, cropped to `box`: left, top, right, bottom as parts."""

    picture: Image.Image
    box: Box
    quality: Quality


@dataclass(frozen=True, slots=True)
class Refusal:
    """`measured` is the figure that decided, `limit` what it should have reached or kept below."""

    reason: Reason
    measured: float
    limit: float

    def __str__(self) -> str:
        return f"{self.reason} (measured {self.measured:.3f}, limit {self.limit:.3f})"


def _framed(alpha: NDArray[np.float32]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom in px of what can be seen."""
    seen = alpha > 0.02
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _as_parts(box: tuple[int, int, int, int], image: Image.Image) -> Box:
    left, top, right, bottom = box
    width, height = image.size
    return left / width, top / height, right / width, bottom / height


def _of_alpha(image: Image.Image) -> Cutout | Refusal:
    """A picture that was cut out before it came to us."""
    alpha = np.asarray(image.getchannel("A"), np.float32) / 255.0
    area = float((alpha > 0.5).mean())
    if area < _LEAST_AREA:
        return Refusal(Reason.NOTHING, area, _LEAST_AREA)
    box = _framed(alpha)
    return Cutout(image.crop(box), _as_parts(box, image), Quality(1.0, 0.0, area, 1.0, 0.0))


def _unfit(ground: Ground) -> Refusal | None:
    if ground.share < _LEAST_KNOWN:
        return Refusal(Reason.GROUND, ground.share, _LEAST_KNOWN)
    if ground.noise > _MOST_NOISE:
        return Refusal(Reason.GROUND, ground.noise, _MOST_NOISE)
    return None


def _misplaced(product: NDArray[np.bool_]) -> Refusal | None:
    area = float(product.mean())
    if area < _LEAST_AREA:
        return Refusal(Reason.NOTHING, area, _LEAST_AREA)
    if area > _MOST_AREA:
        return Refusal(Reason.FILLS, area, _MOST_AREA)
    rim = np.concatenate([product[-1], product[:, 0], product[:, -1]])
    if (touching := float(rim.mean())) > _MOST_TOUCHING:
        return Refusal(Reason.TOUCHES, touching, _MOST_TOUCHING)
    if (hanging := float(product[0].mean())) > _MOST_HANGING:
        return Refusal(Reason.TOUCHES, hanging, _MOST_HANGING)
    return None


def _of_photo(image: Image.Image) -> Cutout | Refusal:
    from media.product_image.matte import matted  # noqa: PLC0415  OpenCV is slow to import
    from media.product_image.segment import segmented  # noqa: PLC0415

    small = image.copy()
    small.thumbnail((_COARSE_PX, _COARSE_PX), Image.Resampling.BOX)
    lab = oklab(np.asarray(small))
    ground = ground_of(lab)
    if refusal := _unfit(ground):
        return refusal
    product, edged = segmented(lab, ground)
    if refusal := _misplaced(product):
        return refusal
    if edged < _LEAST_EDGED:
        return Refusal(Reason.ALIKE, edged, _LEAST_EDGED)
    matte = matted(np.asarray(image), product)
    if matte.clear < _LEAST_CLEAR:
        return Refusal(Reason.ALIKE, matte.clear, _LEAST_CLEAR)
    if matte.rim > _MOST_RIM:
        return Refusal(Reason.RIM, matte.rim, _MOST_RIM)
    box = _framed(matte.alpha)
    planes = np.dstack([matte.color, matte.alpha * 255.0])[box[1] : box[3], box[0] : box[2]]
    return Cutout(
        Image.fromarray((planes + 0.5).astype(np.uint8)),
        _as_parts(box, image),
        Quality(
            ground.share, ground.noise, float(product.mean()), min(edged, matte.clear), matte.rim
        ),
    )


def _made(image: Image.Image) -> Cutout | Refusal:
    if image.mode != "RGBA" and min(image.size) < _LEAST_PX:
        return Refusal(Reason.SMALL, float(min(image.size)), float(_LEAST_PX))
    if max(image.size) > SIDE_PX:
        image = image.copy()
        image.thumbnail((SIDE_PX, SIDE_PX), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return _of_alpha(image) if image.mode == "RGBA" else _of_photo(image.convert("RGB"))


def _size(result: Cutout | Refusal) -> int:
    if isinstance(result, Refusal):
        return 200
    return result.picture.width * result.picture.height * 4


_kept: Kept[Cutout | Refusal] = Kept(_KEPT_BYTES, _size)


def cutout(image: Image.Image, digest: str) -> Cutout | Refusal:
    """RGB or RGBA as `pictures.decode` gives it; kept by the content's digest. It changes nothing.

    A picture with alpha is taken as cut out already. Never raises for what a photo shows.
    """
    return _kept.get(digest, lambda: _made(image))
