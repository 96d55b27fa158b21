"""Pictures of the sample store's products, drawn by the program itself.

`draw` is a pure function: the same arguments give the same bytes. Each product is a small scene of
solids, cloth and light in centimetres (`scenes/`), lit and developed by the kit (`kit/`).
"""

from collections.abc import Mapping
from zlib import crc32

from PIL import Image

from media.illustrations.errors import UnknownProduct, UnknownView, WrongSize
from media.illustrations.kit.render import rendered
from media.illustrations.scenes import PRODUCTS

__all__ = ["UnknownProduct", "UnknownView", "WrongSize", "choices", "draw", "known"]

SMALLEST_PX, LARGEST_PX = 16, 2400
FINE_PX = 400
"""A picture smaller than this is drawn larger and reduced, so that cloth does not shimmer."""


def draw(
    handle: str, *, variant: str | None = None, size_px: int = 1200, view: int = 0
) -> Image.Image:
    """A square RGB picture; `variant` is the text of its options, such as "Day / Navy".

    Words that change nothing (a size, a weight) are passed over. UnknownProduct, UnknownView and
    WrongSize say what was asked for in vain.
    """
    product = PRODUCTS.get(handle)
    if product is None:
        raise UnknownProduct(handle)
    if not 0 <= view < len(product.views):
        raise UnknownView(handle, view, len(product.views))
    if not SMALLEST_PX <= size_px <= LARGEST_PX:
        raise WrongSize(size_px, SMALLEST_PX, LARGEST_PX)
    scene = product.views[view](product.chosen(variant))
    drawn_px = size_px * -(-FINE_PX // size_px)
    picture = rendered(scene, drawn_px, seed=crc32(handle.encode()))
    if drawn_px == size_px:
        return picture
    return picture.resize((size_px, size_px), Image.Resampling.LANCZOS)


def known() -> Mapping[str, int]:
    """Every handle a picture is drawn for, and how many views it has."""
    return {handle: len(product.views) for handle, product in PRODUCTS.items()}


def choices(handle: str) -> tuple[str, ...]:
    """The words of a variant that change the picture, the usual one first."""
    product = PRODUCTS.get(handle)
    if product is None:
        raise UnknownProduct(handle)
    return product.choices
