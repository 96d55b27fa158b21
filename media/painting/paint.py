"""Placed layers to pixels: one canvas, layers laid on in order, what does not change kept.

The canvas is RGB; a group is painted on clear ground and laid on as one. All that stands before the
first word (ground, photo, panels) is kept as one flat picture, so that a poster whose words
change costs no more than its words.
"""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageFilter

from media.kept import Kept
from media.layout import Page, Placed, PlacedGroup, PlacedPicture, PlacedShape
from media.painting.outlines import corners_at, scaled
from media.painting.sprite import Sprite, clipped
from media.painting.sprites import Sprites
from media.photo import Photo
from media.pixels import masks
from media.scene import Blend, Box, Color
from media.typesetting.text import PlacedText

_KEPT_BYTES = 128_000_000


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
    """Paints one page at one scale. Photos by the names that its layers use."""

    def __init__(
        self, page: Page, ground: Color, photos: Mapping[str, Photo], scale: float = 1.0
    ) -> None:
        self._page, self._ground, self._photos, self._scale = page, ground, photos, scale
        self.size = (round(page.width_px * scale), round(page.height_px * scale))
        self._sprites = Sprites(photos, self.size, scale)

    def paint(self) -> Image.Image:
        placed = self._page.placed
        still = next((n for n, one in enumerate(placed) if _has_words(one)), len(placed))
        digests = tuple(self._digests(one) for one in placed[:still])
        key = (self.size, self._scale, self._ground, placed[:still], digests)
        canvas = _flat.get(key, lambda: self._painted(placed[:still])).copy()
        for one in placed[still:]:
            self._lay(canvas, one)
        return canvas

    def paint_clear(self, placed: tuple[Placed, ...], size: tuple[int, int]) -> Image.Image:
        """RGBA of so many px: without a ground, to be laid on something."""
        canvas = Image.new("RGBA", size)
        for one in placed:
            self._lay(canvas, one)
        return canvas

    def paint_on(self, canvas: Image.Image, placed: Placed) -> None:
        """Onto an RGB picture of the painter's size, which changes."""
        self._lay(canvas, placed)

    def _painted(self, placed: tuple[Placed, ...]) -> Image.Image:
        canvas = Image.new("RGB", self.size, self._ground.rgb)
        for one in placed:
            self._lay(canvas, one)
        return canvas

    def _digests(self, placed: Placed) -> tuple[str, ...]:
        if isinstance(placed, PlacedPicture):
            return (self._photos[placed.layer.photo].digest,)
        if isinstance(placed, PlacedGroup):
            return tuple(digest for child in placed.children for digest in self._digests(child))
        return ()

    def _lay(self, canvas: Image.Image, placed: Placed) -> None:
        if isinstance(placed, PlacedGroup):
            _compose(canvas, self._group(placed), placed.opacity, placed.blend)
            return
        layer = placed.layer
        if isinstance(placed, PlacedText):
            for sprite in self._sprites.of_words(placed):
                _compose(canvas, sprite, layer.opacity, layer.blend)
            return
        if isinstance(placed, PlacedShape) and placed.layer.grain:
            self._grain(canvas, placed)
            return
        key = (placed, self._digests(placed), self._scale, self.size)
        for sprite in _sprites.get(key, lambda: self._sprites.of(placed)):
            _compose(canvas, sprite, layer.opacity, layer.blend)

    def _group(self, placed: PlacedGroup) -> Sprite:
        """Painted on clear ground, then cut, faded, softened and turned."""
        inner = Image.new("RGBA", self.size)
        for child in placed.children:
            self._lay(inner, child)
        box, scale = scaled(placed.box, self._scale), self._scale
        if placed.clip is not None or any(placed.fades):
            cover = np.asarray(inner.getchannel("A"), np.float32) / np.float32(255.0)
            if placed.clip is not None:
                cover = cover * masks.rounded(*self.size, box, corners_at(placed.clip, scale))
            if any(placed.fades):
                cover = cover * self._fades(placed, box)
            inner.putalpha(masks.image_of(masks.to_bytes(cover, dither=any(placed.fades))))
        if placed.blur_px:
            soft = inner.convert("RGBa").filter(ImageFilter.GaussianBlur(placed.blur_px * scale))
            inner = soft.convert("RGBA")
        if placed.rotate:
            middle = (box.x + box.width / 2, box.y + box.height / 2)
            turned = inner.convert("RGBa").rotate(
                -placed.rotate, Image.Resampling.BICUBIC, center=middle
            )
            inner = turned.convert("RGBA")
        return Sprite(0, 0, inner.convert("RGB"), inner.getchannel("A"))

    def _fades(self, placed: PlacedGroup, box: Box) -> masks.Plane:
        """All outside the box is gone, and its sides fade."""
        x, y = round(box.x), round(box.y)
        width, height = max(round(box.right) - x, 1), max(round(box.bottom) - y, 1)
        sides = [side * self._scale for side in placed.fades]
        field = masks.image_of(masks.to_bytes(masks.faded(width, height, sides), dither=False))
        whole = Image.new("L", self.size)
        whole.paste(field, (x, y))
        return np.asarray(whole, np.float32) / np.float32(255.0)

    def _grain(self, canvas: Image.Image, placed: PlacedShape) -> None:
        """Film noise, strongest in the middle tones, none in black and white."""
        box = scaled(placed.box, self._scale)
        field = (round(box.x), round(box.y), round(box.width), round(box.height))
        x, y, width, height = clipped(*field, self.size)
        if width > 0 and height > 0:
            area = (x, y, x + width, y + height)
            below = canvas.crop(area)
            plain = below.convert("RGB")
            grained = ImageChops.overlay(plain, _film(width, height))
            mixed = Image.blend(plain, grained, placed.layer.grain)
            if below.mode == "RGBA":  # within a group: what is clear stays so
                mixed.putalpha(below.getchannel("A"))
            canvas.paste(mixed, (x, y))


@lru_cache(maxsize=4)
def _film(width: int, height: int) -> Image.Image:
    grey = masks.image_of(masks.to_bytes(masks.noise(height, width) * 0.5 + 0.5, dither=False))
    return Image.merge("RGB", (grey, grey, grey))


def _has_words(placed: Placed) -> bool:
    if isinstance(placed, PlacedGroup):
        return any(_has_words(child) for child in placed.children)
    return isinstance(placed, PlacedText)


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
