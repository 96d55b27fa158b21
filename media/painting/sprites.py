"""One placed layer to sprites: colours and coverage, its shadows first. Pixels, but no canvas."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image

from media.layout import PlacedPicture, PlacedShape
from media.painting import glyphs
from media.photos import fitting
from media.photos.subject import Facts, facts
from media.pixels import masks
from media.pixels.masks import Plane, blurred, image_of, is_opaque, to_bytes
from media.scene import Box, Color, Corners, Fill, Form, Picture, Shadow, Shape
from media.typesetting.text import Ink, PlacedText


@dataclass(frozen=True, slots=True)
class Photo:
    """A decoded photo; `digest` is of its bytes."""

    image: Image.Image
    digest: str

    @property
    def facts(self) -> Facts:
        return facts(self.image, self.digest)


@dataclass(frozen=True, slots=True)
class Sprite:
    """Colours and coverage, and where they go. No mask: all of it is covered."""

    x: int
    y: int
    colors: Image.Image | tuple[int, int, int]
    mask: Image.Image | None


class Sprites:
    """Makes the sprites of one canvas at one scale. Photos by the names that layers use."""

    def __init__(self, photos: Mapping[str, Photo], size: tuple[int, int], scale: float) -> None:
        self._photos, self.size, self._scale = photos, size, scale

    def of(self, placed: PlacedShape | PlacedPicture) -> tuple[Sprite, ...]:
        box = scaled(placed.box, self._scale)
        if isinstance(placed, PlacedShape):
            return tuple(self._shape(placed.layer, box))
        return tuple(self._picture(placed.layer, box))

    def of_words(self, placed: PlacedText) -> list[Sprite]:
        sprites: list[Sprite] = []
        whole = scaled(placed.box, self._scale)
        for ink in placed.inks:
            sprites += self._inked(ink, placed.layer.shadows, whole)
        return sprites

    def _inked(self, ink: Ink, shadows: tuple[Shadow, ...], whole: Box) -> list[Sprite]:
        """Shadows, then the outline, then the letters, then what has its own colours."""
        is_hollow = not is_opaque(ink.fill)
        drawn = glyphs.drawn(ink, self._scale)
        outline = glyphs.outlined(ink, self._scale, is_hollow=is_hollow) if ink.stroke else None
        sprites: list[Sprite] = []
        if (silhouette := outline or drawn) is not None:
            x, y, mask = silhouette
            cover = np.asarray(mask, np.float32) / np.float32(255.0)
            sprites += [self._soft(cover, x, y, shadow) for shadow in shadows]
        if outline is not None and ink.stroke is not None:
            sprites.append(_tinted(ink.stroke.color, *outline, whole))
        if drawn is not None and not (isinstance(ink.fill, Color) and ink.fill.alpha == 0):
            sprites.append(_tinted(ink.fill, *drawn, whole))
        for one in ink.pictures:
            if (found := glyphs.picture(one, self._scale)) is not None:
                sprites += self._picture_glyph(*found, shadows, ink.fill)
        return sprites

    def _picture_glyph(
        self, x: int, y: int, image: Image.Image, shadows: tuple[Shadow, ...], fill: Fill
    ) -> list[Sprite]:
        mask = image.getchannel("A")
        cover = np.asarray(mask, np.float32) / np.float32(255.0)
        sprites = [self._soft(cover, x, y, shadow) for shadow in shadows]
        if isinstance(fill, Color) and 0 < fill.alpha < 1:  # with none, the outline's words are it
            alpha = fill.alpha
            mask = mask.point(lambda value: round(value * alpha))
        return [*sprites, Sprite(x, y, image.convert("RGB"), mask)]

    def _soft(self, cover: Plane, x: int, y: int, shadow: Shadow) -> Sprite:
        """The shadow of a mask, whatever its form."""
        sigma = shadow.sigma_px * self._scale
        reach = math.ceil(3 * sigma)
        soft = blurred(np.pad(cover, reach), sigma) * shadow.color.alpha
        dx, dy = round(shadow.dx_px * self._scale), round(shadow.dy_px * self._scale)
        mask = image_of(to_bytes(soft, dither=sigma > 3))
        return Sprite(x - reach + dx, y - reach + dy, shadow.color.rgb, mask)

    def _shadows(self, layer: Shape | Picture, box: Box, form: Form) -> list[Sprite]:
        """Drawn small where they are soft: a shadow of sigma 60 needs no fine grid."""
        sprites = []
        corners = _corners(layer.corners, self._scale)
        for shadow in layer.shadows:
            sigma, spread = shadow.sigma_px * self._scale, shadow.spread_px * self._scale
            step = max(1, int(sigma // 4))
            reach = math.ceil(3 * sigma / step) * step
            own = Box(
                box.x + shadow.dx_px * self._scale - spread,
                box.y + shadow.dy_px * self._scale - spread,
                max(box.width + 2 * spread, 1.0),
                max(box.height + 2 * spread, 1.0),
            )
            x, y = math.floor(own.x) - reach, math.floor(own.y) - reach
            wide = math.ceil((own.right - x + reach) / step)
            tall = math.ceil((own.bottom - y + reach) / step)
            small = Box((own.x - x) / step, (own.y - y) / step, own.width / step, own.height / step)
            if form is Form.ELLIPSE:
                cover = masks.ellipse(wide, tall, small)
            else:
                grown = Corners(*(max(radius + spread, 0.0) / step for radius in corners))
                cover = masks.rounded(wide, tall, small, grown)
            soft = image_of(to_bytes(blurred(cover, sigma / step), dither=False))
            soft = soft.resize((wide * step, tall * step), Image.Resampling.BICUBIC)
            plane = np.asarray(soft, np.float32) / np.float32(255.0) * shadow.color.alpha
            mask = image_of(to_bytes(plane, dither=sigma > 3))
            sprites.append(Sprite(x, y, shadow.color.rgb, mask))
        return sprites

    def _shape(self, layer: Shape, box: Box) -> list[Sprite]:
        reach = layer.stroke_px * self._scale
        x, y = math.floor(box.x - reach), math.floor(box.y - reach)
        width, height = math.ceil(box.right + reach) - x, math.ceil(box.bottom + reach) - y
        x, y, width, height = clipped(x, y, width, height, self.size)
        if width <= 0 or height <= 0:
            return []
        local = box._replace(x=box.x - x, y=box.y - y)
        match layer.form:
            case Form.ELLIPSE:
                cover = masks.ellipse(width, height, local)
            case Form.STROKE:
                points = tuple(
                    (local.x + at_x * local.width, local.y + at_y * local.height)
                    for at_x, at_y in layer.points
                )
                cover = masks.stroke(width, height, points, layer.stroke_px * self._scale)
            case _:
                cover = masks.rounded(width, height, local, _corners(layer.corners, self._scale))
        shadows = self._shadows(layer, box, layer.form)
        return [*shadows, _covered(layer.fill, x, y, cover, local)]

    def _picture(self, layer: Picture, field: Box) -> list[Sprite]:
        shot = self._photos[layer.asset]
        safe = scaled(layer.safe, self._scale) if layer.safe else None
        x, y = round(field.x), round(field.y)
        whole = Box(x, y, max(round(field.right) - x, 1), max(round(field.bottom) - y, 1))
        own = replace(layer, safe=safe)
        place = fitting.fitted(own, whole, shot.image.size, shot.facts)
        image = fitting.pixels(shot.image, shot.digest, own, place)
        cover = np.ones((image.height, image.width), np.float32)
        if any(layer.corners):
            local = Box(0, 0, image.width, image.height)
            cover = masks.rounded(
                image.width, image.height, local, _corners(layer.corners, self._scale)
            )
        top, right, bottom, left = (side * self._scale for side in layer.fades)
        if top:
            cover = cover * masks.ramp(image.height, 0, top)[:, None]
        if bottom:
            cover = cover * masks.ramp(image.height, 0, bottom)[::-1, None]
        if left:
            cover = cover * masks.ramp(image.width, 0, left)[None, :]
        if right:
            cover = cover * masks.ramp(image.width, 0, right)[None, ::-1]
        if image.mode == "RGBA":
            cover = cover * (np.asarray(image.getchannel("A"), np.float32) / 255.0)
        shadows = self._shadows(layer, whole, Form.RECTANGLE)
        mask = None if (cover >= 1.0).all() else image_of(to_bytes(cover, dither=any(layer.fades)))
        return [*shadows, Sprite(x, y, image.convert("RGB"), mask)]


def clipped(
    x: int, y: int, width: int, height: int, size: tuple[int, int]
) -> tuple[int, int, int, int]:
    """The part of a field that lies on a canvas."""
    left, top = max(x, 0), max(y, 0)
    right, bottom = min(x + width, size[0]), min(y + height, size[1])
    return left, top, right - left, bottom - top


def scaled(box: Box, scale: float) -> Box:
    return Box(*(side * scale for side in box))


def _corners(corners: Corners, scale: float) -> Corners:
    return Corners(*(radius * scale for radius in corners))


def _covered(fill: Fill, x: int, y: int, cover: Plane, box: Box) -> Sprite:
    height, width = cover.shape
    if isinstance(fill, Color):
        mask = image_of(to_bytes(cover * fill.alpha, dither=False))
        return Sprite(x, y, fill.rgb, mask)
    colors, alpha = masks.filled(fill, width, height, box)
    return Sprite(x, y, colors, image_of(to_bytes(cover * alpha, dither=not is_opaque(fill))))


def _tinted(fill: Fill, x: int, y: int, mask: Image.Image, whole: Box) -> Sprite:
    """Words in a colour, or in a gradient that runs over all of them."""
    if isinstance(fill, Color):
        if fill.alpha >= 1.0:
            return Sprite(x, y, fill.rgb, mask)
        return Sprite(x, y, fill.rgb, mask.point(lambda value: round(value * fill.alpha)))
    cover = np.asarray(mask, np.float32) / np.float32(255.0)
    return _covered(fill, x, y, cover, whole._replace(x=whole.x - x, y=whole.y - y))
