"""One placed layer to sprites: colours and coverage, its shadows first. Pixels, but no canvas."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from PIL import Image, ImageFilter

from media.layout import PlacedCode, PlacedPicture, PlacedShape
from media.painting import codes, glyphs, outlines
from media.painting.outlines import corners_at, scaled
from media.painting.sprite import Sprite, clipped
from media.photo import Photo
from media.photos import fitting
from media.pixels import masks
from media.pixels.masks import Plane, image_of, is_opaque, to_bytes
from media.scene import Box, Code, Color, Fill, Fit, Form, Picture, Shadow, Shape
from media.typesetting.text import Ink, PlacedText


class Sprites:
    """Makes the sprites of one canvas at one scale. Photos by the names that layers use."""

    def __init__(self, photos: Mapping[str, Photo], size: tuple[int, int], scale: float) -> None:
        self._photos, self.size, self._scale = photos, size, scale

    def of(self, placed: PlacedShape | PlacedPicture | PlacedCode) -> tuple[Sprite, ...]:
        box = scaled(placed.box, self._scale)
        if isinstance(placed, PlacedShape):
            return tuple(self._shape(placed.layer, box))
        if isinstance(placed, PlacedCode):
            return tuple(self._code(placed.layer, box))
        return tuple(self._picture(placed.layer, box))

    def of_words(self, placed: PlacedText) -> list[Sprite]:
        sprites: list[Sprite] = []
        whole = scaled(placed.box, self._scale)
        for ink in placed.inks:
            sprites += self._inked(ink, placed.layer.shadows, whole)
        return sprites

    def _inked(self, ink: Ink, shadows: tuple[Shadow, ...], whole: Box) -> list[Sprite]:
        """Shadows, then the outline, then the letters, then what has its own colours."""
        drawn = glyphs.drawn(ink, self._scale)
        is_hollow = not is_opaque(ink.fill)
        outline = glyphs.outlined(ink, self._scale, is_hollow=is_hollow) if ink.stroke else None
        sprites: list[Sprite] = []
        if (silhouette := outline or drawn) is not None:
            sprites += self._cast(*silhouette, shadows)
        if outline is not None and ink.stroke is not None:
            sprites.append(_tinted(ink.stroke.color, *outline, whole))
        if drawn is not None and not (isinstance(ink.fill, Color) and ink.fill.alpha == 0):
            sprites.append(_tinted(ink.fill, *drawn, whole))
        for one in ink.pictures:
            if (found := glyphs.picture(one, self._scale)) is not None:
                x, y, image = found
                mask = image.getchannel("A")
                sprites += self._cast(x, y, mask, shadows)
                sprites.append(Sprite(x, y, image.convert("RGB"), _faded(mask, ink.fill)))
        return sprites

    def _cast(self, x: int, y: int, mask: Image.Image, shadows: tuple[Shadow, ...]) -> list[Sprite]:
        cover = np.asarray(mask, np.float32) / np.float32(255.0)
        return [outlines.of_mask(cover, x, y, shadow, self._scale) for shadow in shadows]

    def _shape(self, layer: Shape, box: Box) -> list[Sprite]:
        reach = layer.stroke_px * self._scale + 3 * layer.blur_px * self._scale
        x, y = math.floor(box.x - reach), math.floor(box.y - reach)
        width, height = math.ceil(box.right + reach) - x, math.ceil(box.bottom + reach) - y
        x, y, width, height = clipped(x, y, width, height, self.size)
        if width <= 0 or height <= 0:
            return []
        local = box._replace(x=box.x - x, y=box.y - y)
        sprites = outlines.shadows(layer, box, layer.form, self._scale)
        if not (isinstance(layer.fill, Color) and layer.fill.alpha == 0):
            cover = outlines.shape_cover(layer, width, height, local, self._scale)
            sprites.append(_covered(layer.fill, x, y, cover, local))
        if layer.border is not None:
            line = outlines.rim(layer, (width, height), local, self._scale)
            sprites.append(_covered(layer.border.color, x, y, line, local))
        return sprites

    def _code(self, layer: Code, box: Box) -> list[Sprite]:
        ground = Shape(
            name=layer.name, fill=layer.ground, corners=layer.corners, shadows=layer.shadows
        )
        x, y = round(box.x), round(box.y)
        made = codes.drawn(layer, round(box.width), round(box.height))
        return [*self._shape(ground, box), Sprite(x + made.x, y + made.y, made.image, None)]

    def _picture(self, layer: Picture, field: Box) -> list[Sprite]:
        shot = self._photos[layer.photo]
        x, y = round(field.x), round(field.y)
        whole = Box(x, y, max(round(field.right) - x, 1), max(round(field.bottom) - y, 1))
        safe = scaled(layer.safe, self._scale) if layer.safe else None
        if layer.fill_share < 1.0:
            safe = _inner(safe or whole, layer.fill_share)
        cut = shot.cut if layer.cutout else None
        if cut is not None:
            return self._cut(layer, cut, safe or whole)
        own = replace(layer, safe=safe)
        place = fitting.fitted(own, whole, shot.image.size, shot.facts)
        image = fitting.pixels(shot.image, shot.digest, own, place)
        if layer.blur_px:
            image = image.filter(ImageFilter.GaussianBlur(layer.blur_px * self._scale))
        cover = self._cover(layer, image.width, image.height)
        if image.mode == "RGBA":
            cover = cover * (np.asarray(image.getchannel("A"), np.float32) / 255.0)
        sprites = outlines.shadows(layer, whole, layer.mask, self._scale)
        mask = None if (cover >= 1.0).all() else image_of(to_bytes(cover, dither=any(layer.fades)))
        sprites.append(Sprite(x, y, image.convert("RGB"), mask))
        if layer.border is not None:
            local = Box(0, 0, image.width, image.height)
            line = outlines.rim(layer, image.size, local, self._scale)
            sprites.append(_covered(layer.border.color, x, y, line, local))
        return sprites

    def _cover(self, layer: Picture, width: int, height: int) -> Plane:
        """What of the box shows, by its mask, its corners and its fades."""
        local = Box(0, 0, width, height)
        cover = np.ones((height, width), np.float32)
        if layer.mask is Form.ELLIPSE:
            cover = masks.ellipse(width, height, local)
        elif layer.mask is Form.PATH:
            cover = outlines.path_cover(layer, width, height, local)
        elif any(layer.corners):
            cover = masks.rounded(width, height, local, corners_at(layer.corners, self._scale))
        return cover * masks.faded(width, height, [side * self._scale for side in layer.fades])

    def _cut(self, layer: Picture, cut: Photo, field: Box) -> list[Sprite]:
        """The subject alone, as large as it fits, on its shadows."""
        own = replace(layer, fit=Fit.CONTAIN, safe=None)
        place = fitting.fitted(own, field, cut.image.size, cut.facts)
        photo = place.photo
        x, y = round(photo.x), round(photo.y)
        box = Box(x, y, max(round(photo.right) - x, 1), max(round(photo.bottom) - y, 1))
        whole = fitting.Fitted(box, box)
        image = fitting.pixels(cut.image, cut.digest, own, whole).convert("RGBA")
        alpha = image.getchannel("A")
        cover = np.asarray(alpha, np.float32) / np.float32(255.0)
        sprites: list[Sprite] = []
        if layer.standing is not None:
            sprites += outlines.standing(layer.standing, cover, x, y)
        sprites += [outlines.of_mask(cover, x, y, shadow, self._scale) for shadow in layer.shadows]
        sprites.append(Sprite(x, y, image.convert("RGB"), alpha))
        return sprites


def _inner(box: Box, share: float) -> Box:
    """Around its middle, so much of it."""
    wide, tall = box.width * share, box.height * share
    return Box(box.x + (box.width - wide) / 2, box.y + (box.height - tall) / 2, wide, tall)


def _covered(fill: Fill, x: int, y: int, cover: Plane, box: Box) -> Sprite:
    height, width = cover.shape
    if isinstance(fill, Color):
        mask = image_of(to_bytes(cover * fill.alpha, dither=False))
        return Sprite(x, y, fill.rgb, mask)
    colors, alpha = masks.filled(fill, width, height, box)
    return Sprite(x, y, colors, image_of(to_bytes(cover * alpha, dither=not is_opaque(fill))))


def _faded(mask: Image.Image, fill: Fill) -> Image.Image:
    """A picture among words fades as they do; where they are but an outline, it is whole."""
    if not isinstance(fill, Color) or fill.alpha in {0.0, 1.0}:
        return mask
    alpha = fill.alpha
    return mask.point(lambda value: round(value * alpha))


def _tinted(fill: Fill, x: int, y: int, mask: Image.Image, whole: Box) -> Sprite:
    """Words in a colour, or in a gradient that runs over all of them."""
    if isinstance(fill, Color):
        if fill.alpha >= 1.0:
            return Sprite(x, y, fill.rgb, mask)
        return Sprite(x, y, fill.rgb, mask.point(lambda value: round(value * fill.alpha)))
    cover = np.asarray(mask, np.float32) / np.float32(255.0)
    return _covered(fill, x, y, cover, whole._replace(x=whole.x - x, y=whole.y - y))
