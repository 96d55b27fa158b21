"""Placed layers to pixels: one canvas, layers laid on in order, what does not change kept.

The canvas is RGB; a group is painted on clear ground and laid on as one. All that stands before the
first word (ground, photo, panels) is kept as one flat picture, so that a poster whose words
change costs no more than its words.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from PIL import Image, ImageChops

from media import glyphs, masks, photo
from media.kept import Kept
from media.layout import Placed, PlacedGroup, PlacedPicture, PlacedShape
from media.masks import Plane, blurred, image_of, is_opaque, to_bytes
from media.scene import Blend, Box, Color, Corners, Fill, Form, Picture, Scene, Shadow, Shape
from media.subject import Facts, facts
from media.text import PlacedText

_KEPT_BYTES = 128_000_000


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


_flat: Kept[Image.Image] = Kept(_KEPT_BYTES, lambda image: image.width * image.height * 3)


def _sprite_bytes(sprites: tuple[Sprite, ...]) -> int:
    images = [image for sprite in sprites for image in (sprite.colors, sprite.mask)]
    return 1 + sum(
        image.width * image.height * len(image.getbands())
        for image in images
        if isinstance(image, Image.Image)
    )


_sprites: Kept[tuple[Sprite, ...]] = Kept(_KEPT_BYTES, _sprite_bytes)


class Painter:
    """Paints one scene at one scale. Photos by the names that its layers use."""

    def __init__(self, scene: Scene, photos: Mapping[str, Photo], scale: float = 1.0) -> None:
        self._scene, self._photos, self._scale = scene, photos, scale
        self.size = (round(scene.width_px * scale), round(scene.height_px * scale))

    def paint(self, placed: tuple[Placed, ...]) -> Image.Image:
        still = next((n for n, one in enumerate(placed) if _has_words(one)), len(placed))
        digests = tuple(self._digests(one) for one in placed[:still])
        key = (self.size, self._scale, self._scene.ground, placed[:still], digests)
        canvas = _flat.get(key, lambda: self._painted(placed[:still])).copy()
        for one in placed[still:]:
            self._lay(canvas, one)
        return canvas

    def _painted(self, placed: tuple[Placed, ...]) -> Image.Image:
        canvas = Image.new("RGB", self.size, self._scene.ground.rgb)
        for one in placed:
            self._lay(canvas, one)
        return canvas

    def _digests(self, placed: Placed) -> tuple[str, ...]:
        if isinstance(placed, PlacedPicture):
            return (self._photos[placed.layer.asset].digest,)
        if isinstance(placed, PlacedGroup):
            return tuple(digest for child in placed.children for digest in self._digests(child))
        return ()

    def _lay(self, canvas: Image.Image, placed: Placed) -> None:
        layer = placed.layer
        if isinstance(placed, PlacedGroup):
            inner = Image.new("RGBA", self.size)
            for child in placed.children:
                self._lay(inner, child)
            whole = Sprite(0, 0, inner.convert("RGB"), inner.getchannel("A"))
            _compose(canvas, whole, layer.opacity, layer.blend)
            return
        if isinstance(placed, PlacedText):
            for sprite in self._words(placed):
                _compose(canvas, sprite, layer.opacity, layer.blend)
            return
        if isinstance(placed, PlacedShape) and placed.layer.grain:
            self._grain(canvas, placed)
            return
        key = (placed, self._digests(placed), self._scale, self.size)
        for sprite in _sprites.get(key, lambda: tuple(self._sprites_of(placed))):
            _compose(canvas, sprite, layer.opacity, layer.blend)

    def _words(self, placed: PlacedText) -> list[Sprite]:
        sprites: list[Sprite] = []
        whole = _scaled(placed.box, self._scale)
        for ink in placed.inks:
            drawn = glyphs.drawn(ink, self._scale)
            if drawn is None:
                continue
            x, y, mask = drawn
            for shadow in placed.layer.shadows:
                sprites.append(self._soft(np.asarray(mask, np.float32) / 255.0, x, y, shadow))
            sprites.append(_tinted(ink.fill, x, y, mask, whole))
        return sprites

    def _soft(self, cover: Plane, x: int, y: int, shadow: Shadow) -> Sprite:
        """The shadow of a mask, whatever its form."""
        sigma = shadow.sigma_px * self._scale
        reach = math.ceil(3 * sigma)
        soft = blurred(np.pad(cover, reach), sigma) * shadow.color.alpha
        dx, dy = round(shadow.dx_px * self._scale), round(shadow.dy_px * self._scale)
        mask = image_of(to_bytes(soft, dither=sigma > 3))
        return Sprite(x - reach + dx, y - reach + dy, shadow.color.rgb, mask)

    def _sprites_of(self, placed: Placed) -> list[Sprite]:
        if isinstance(placed, PlacedShape):
            return self._shape(placed.layer, _scaled(placed.box, self._scale))
        if isinstance(placed, PlacedPicture):
            return self._picture(placed.layer, placed.box)
        return []

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
        x, y, width, height = self._clipped(x, y, width, height)
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

    def _clipped(self, x: int, y: int, width: int, height: int) -> tuple[int, int, int, int]:
        """The part of a field that lies on the canvas."""
        left, top = max(x, 0), max(y, 0)
        right, bottom = min(x + width, self.size[0]), min(y + height, self.size[1])
        return left, top, right - left, bottom - top

    def _picture(self, layer: Picture, box: Box) -> list[Sprite]:
        shot = self._photos[layer.asset]
        safe = _scaled(layer.safe, self._scale) if layer.safe else None
        field = _scaled(box, self._scale)
        x, y = round(field.x), round(field.y)
        whole = Box(x, y, max(round(field.right) - x, 1), max(round(field.bottom) - y, 1))
        own = replace(layer, safe=safe)
        place = photo.fitted(own, whole, shot.image.size, shot.facts)
        image = photo.pixels(shot.image, shot.digest, own, place)
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

    def _grain(self, canvas: Image.Image, placed: PlacedShape) -> None:
        """Film noise, strongest in the middle tones, none in black and white."""
        box = _scaled(placed.box, self._scale)
        x, y, width, height = self._clipped(
            round(box.x), round(box.y), round(box.width), round(box.height)
        )
        if width <= 0 or height <= 0:
            return
        area = (x, y, x + width, y + height)
        pixels = np.asarray(canvas.crop(area).convert("RGB"), np.float32) / 255.0
        tones = np.minimum(pixels, 1.0 - pixels)
        amount = masks.noise(height, width)[..., None] * placed.layer.grain
        canvas.paste(image_of(to_bytes(pixels + tones * amount, dither=False)), (x, y))


def _has_words(placed: Placed) -> bool:
    if isinstance(placed, PlacedGroup):
        return any(_has_words(child) for child in placed.children)
    return isinstance(placed, PlacedText)


def _scaled(box: Box, scale: float) -> Box:
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


def _compose(canvas: Image.Image, sprite: Sprite, opacity: float, blend: Blend) -> None:
    """Lays a sprite on, cut to the canvas."""
    size = sprite.mask.size if sprite.mask is not None else None
    if size is None:
        size = sprite.colors.size if isinstance(sprite.colors, Image.Image) else canvas.size
    left, top = max(-sprite.x, 0), max(-sprite.y, 0)
    right, bottom = min(canvas.width - sprite.x, size[0]), min(canvas.height - sprite.y, size[1])
    if right <= left or bottom <= top:
        return
    part, at = (left, top, right, bottom), (sprite.x + left, sprite.y + top)
    is_cut = part != (0, 0, *size)
    mask, colors = sprite.mask, sprite.colors
    if is_cut:
        mask = mask.crop(part) if mask is not None else None
        colors = colors.crop(part) if isinstance(colors, Image.Image) else colors
    if opacity < 1.0:
        mask = mask or Image.new("L", (right - left, bottom - top), 255)
        mask = mask.point(lambda value: round(value * opacity))
    area = (*at, at[0] + right - left, at[1] + bottom - top)
    if blend is not Blend.NORMAL:
        ground = canvas.crop(area).convert("RGB")
        over = colors if isinstance(colors, Image.Image) else Image.new("RGB", ground.size, colors)
        colors = {
            Blend.MULTIPLY: ImageChops.multiply,
            Blend.SCREEN: ImageChops.screen,
            Blend.OVERLAY: ImageChops.overlay,
        }[blend](ground, over)
    if canvas.mode == "RGBA":
        over = (
            Image.new("RGBA", (right - left, bottom - top), colors)
            if isinstance(colors, tuple)
            else colors.convert("RGBA")
        )
        if mask is not None:
            over.putalpha(mask)
        canvas.alpha_composite(over, at)
    else:
        canvas.paste(colors, area, mask)
