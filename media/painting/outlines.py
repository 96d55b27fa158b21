"""The outline of a layer as coverage of a field: its form, its rim, its shadows."""

import math

import numpy as np
from PIL import Image

from media.errors import BadTemplate
from media.painting.sprite import Sprite
from media.pixels import masks, paths
from media.pixels.masks import Plane, blurred, image_of, to_bytes
from media.scene import Box, Color, Corners, Form, Picture, Shadow, Shape


def scaled(box: Box, scale: float) -> Box:
    return Box(*(side * scale for side in box))


def corners_at(corners: Corners, scale: float) -> Corners:
    return Corners(*(radius * scale for radius in corners))


def shape_cover(layer: Shape, width: int, height: int, local: Box, scale: float) -> Plane:
    match layer.form:
        case Form.ELLIPSE:
            cover = masks.ellipse(width, height, local)
        case Form.STROKE:
            points = tuple(
                (local.x + x * local.width, local.y + y * local.height) for x, y in layer.points
            )
            dash = (layer.dash[0] * scale, layer.dash[1] * scale) if layer.dash else None
            cover = masks.stroke(width, height, points, layer.stroke_px * scale, dash)
        case Form.PATH:
            cover = path_cover(layer, width, height, local)
        case _:
            cover = masks.rounded(width, height, local, corners_at(layer.corners, scale))
    return blurred_out(cover, layer.blur_px * scale)


def path_cover(layer: Shape | Picture, width: int, height: int, local: Box) -> Plane:
    try:
        return paths.outlined(width, height, layer.path, layer.view, local)
    except ValueError as error:
        raise BadTemplate("path", str(error), layer=layer.name) from None


def blurred_out(cover: Plane, sigma: float) -> Plane:
    return blurred(cover, sigma) if sigma > 0 else cover


def rim(layer: Shape | Picture, field: tuple[int, int], local: Box, scale: float) -> Plane:
    """The line along the inside of an outline."""
    width, height = field
    form = layer.form if isinstance(layer, Shape) else layer.mask
    px = layer.border.px * scale if layer.border else 0.0
    inner = Box(local.x + px, local.y + px, local.width - 2 * px, local.height - 2 * px)
    if form is Form.ELLIPSE:
        whole, hole = masks.ellipse(width, height, local), masks.ellipse(width, height, inner)
    else:
        corners = corners_at(layer.corners, scale)
        longest = min(local.width, local.height) / 2
        own = Corners(*(max(min(radius, longest) - px, 0.0) for radius in corners))
        whole = masks.rounded(width, height, local, corners)
        hole = masks.rounded(width, height, inner, own)
    if inner.width <= 0 or inner.height <= 0:
        return whole
    line: Plane = np.clip(whole - hole, 0.0, 1.0)
    return line


def of_mask(cover: Plane, x: int, y: int, shadow: Shadow, scale: float) -> Sprite:
    """The shadow of a mask, whatever its form."""
    sigma = shadow.sigma_px * scale
    reach = math.ceil(3 * sigma)
    soft = blurred(np.pad(cover, reach), sigma) * shadow.color.alpha
    dx, dy = round(shadow.dx_px * scale), round(shadow.dy_px * scale)
    mask = image_of(to_bytes(soft, dither=sigma > 3))
    return Sprite(x - reach + dx, y - reach + dy, shadow.color.rgb, mask)


def shadows(layer: Shape | Picture, box: Box, form: Form, scale: float) -> list[Sprite]:
    """Drawn small where they are soft: a shadow of sigma 60 needs no fine grid."""
    sprites = []
    corners = corners_at(layer.corners, scale)
    for shadow in layer.shadows:
        sigma, spread = shadow.sigma_px * scale, shadow.spread_px * scale
        step = max(1, int(sigma // 4))
        reach = math.ceil(3 * sigma / step) * step
        own = Box(
            box.x + shadow.dx_px * scale - spread,
            box.y + shadow.dy_px * scale - spread,
            max(box.width + 2 * spread, 1.0),
            max(box.height + 2 * spread, 1.0),
        )
        x, y = math.floor(own.x) - reach, math.floor(own.y) - reach
        wide = math.ceil((own.right - x + reach) / step)
        tall = math.ceil((own.bottom - y + reach) / step)
        small = Box((own.x - x) / step, (own.y - y) / step, own.width / step, own.height / step)
        if form is Form.ELLIPSE:
            cover = masks.ellipse(wide, tall, small)
        elif form is Form.PATH:
            cover = path_cover(layer, wide, tall, small)
        else:
            grown = Corners(*(max(radius + spread, 0.0) / step for radius in corners))
            cover = masks.rounded(wide, tall, small, grown)
        soft = image_of(to_bytes(blurred(cover, sigma / step), dither=False))
        soft = soft.resize((wide * step, tall * step), Image.Resampling.BICUBIC)
        plane = np.asarray(soft, np.float32) / np.float32(255.0) * shadow.color.alpha
        mask = image_of(to_bytes(plane, dither=sigma > 3))
        sprites.append(Sprite(x, y, shadow.color.rgb, mask))
    return sprites


# Of the base: width, height, sigma, opacity. CRAFT's contact, mid and ambient shadow.
_STANDING = ((1.02, 0.105, 0.035, 0.15), (0.92, 0.044, 0.016, 0.28), (0.72, 0.017, 0.006, 0.62))
_BASE_SHARE = 0.05  # of its height: what is that near to the lowest point stands on the ground


def standing(tint: Color, alpha: Plane, x: int, y: int) -> list[Sprite]:
    """Three soft ellipses under the base of a cut-out: far, near and contact."""
    solid = alpha > 0.5
    rows = np.flatnonzero(solid.any(axis=1))
    if not len(rows):
        return []
    low, tall = int(rows[-1]), int(rows[-1] - rows[0] + 1)
    base = solid[max(low - max(round(tall * _BASE_SHARE), 2), 0) : low + 1].any(axis=0)
    columns = np.flatnonzero(base)
    middle, wide = (columns[0] + columns[-1] + 1) / 2, float(columns[-1] - columns[0] + 1)
    across = np.flatnonzero(solid.any(axis=0))
    whole = float(across[-1] - across[0] + 1)
    wide = max(wide, 0.3 * whole)
    sprites = []
    for along, high, soft, share in _STANDING:
        sigma = soft * whole
        ellipse = Box(0.0, 0.0, wide * along, max(high * whole, 2.0))
        reach = math.ceil(3 * sigma) + 1
        field = (math.ceil(ellipse.width) + 2 * reach, math.ceil(ellipse.height) + 2 * reach)
        cover = masks.ellipse(*field, ellipse._replace(x=float(reach), y=float(reach)))
        mask = image_of(to_bytes(blurred(cover, sigma) * share * tint.alpha, dither=sigma > 3))
        left = round(x + middle - ellipse.width / 2) - reach
        top = round(y + low + 1 - ellipse.height / 2) - reach
        sprites.append(Sprite(left, top, tint.rgb, mask))
    return sprites
