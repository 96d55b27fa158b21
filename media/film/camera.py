"""Ken Burns: a photo larger than its box, and a camera that moves over it at sub-pixel places."""

from collections.abc import Mapping
from dataclasses import replace

from PIL import Image

from media.film import planes
from media.film.motion import Affine
from media.film.planes import Frame, Patch
from media.film.units import Unit
from media.film.warping import filling, moved, through
from media.layout import PlacedPicture
from media.painting.sprite import Sprite
from media.painting.sprites import Sprites
from media.photo import Photo
from media.scene import NONE, SQUARE, Blend, Box

_BEYOND_S = 2.0  # a scene may run on for so long under a transition


class Camera:
    """Over the photo of one unit that has a view. Its corners, fades and shadows stand still."""

    def __init__(
        self,
        unit: Unit,
        photos: Mapping[str, Photo],
        sprites: Sprites,
        scale: float,
        ground: tuple[int, int, int],
    ) -> None:
        placed, view = unit.placed[0], unit.view
        if not isinstance(placed, PlacedPicture) or view is None:
            raise TypeError("a camera is for a picture with a view")
        self._view, self._canvas = view, sprites.size
        most = max(view.at(at)[0] for at in (0.0, view.seconds, view.seconds + _BEYOND_S))
        left, top, right, bottom = (
            round(side * scale) for side in (*placed.box[:2], placed.box.right, placed.box.bottom)
        )
        self._box = Box(left, top, max(right - left, 2), max(bottom - top, 2))
        wide, tall = (int(side * most / 2 + 1) * 2 for side in self._box[2:])
        self._pans = view.start[0] == view.end[0]
        self._most = (wide / self._box.width, tall / self._box.height)
        safe = placed.layer.safe
        if safe is not None:
            by = scale * self._most[0]
            safe = Box((safe.x - placed.box.x) * by, (safe.y - placed.box.y) * by,
                       safe.width * by, safe.height * by)  # fmt: skip
        bare = replace(
            placed.layer, corners=SQUARE, fades=NONE, shadows=(), blend=Blend.NORMAL, safe=safe
        )
        large = Sprites(photos, (wide, tall), 1.0).of(PlacedPicture(bare, Box(0, 0, wide, tall)))
        self._planes = planes.of_picture(_flat(large[-1], ground))
        *shadows, outline = sprites.of(placed)
        patches = (planes.patch_of(shadow) for shadow in shadows)
        self._below = [patch for patch in patches if patch is not None]
        is_cut = outline.mask is not None or placed.layer.opacity < 1.0
        self._outline = planes.patch_of(
            outline if is_cut else _solid(self._box), placed.layer.opacity
        )
        self._fills = (
            not is_cut
            and left <= 0
            and top <= 0
            and (right >= self._canvas[0] and bottom >= self._canvas[1])
        )

    def _affine(self, seconds: float) -> Affine:
        """From px of the large photo to px of the canvas."""
        scale, x, y = self._view.at(seconds)
        box = self._box
        if self._pans:  # then the photo is drawn at that very scale, and only slides
            wide, tall = (side * (most - 1) for side, most in zip(box[2:], self._most, strict=True))
            return Affine(c=box.x - x * wide, f=box.y - y * tall)
        to_x = box.x + x * box.width * (1 - scale)
        to_y = box.y + y * box.height * (1 - scale)
        return Affine(a=scale / self._most[0], c=to_x, e=scale / self._most[1], f=to_y)

    def fill(self, frame: Frame, seconds: float) -> bool:
        """Straight into a frame, where the photo covers all of it; whether it does."""
        if self._fills:
            filling(self._planes, self._affine(seconds), frame)
        return self._fills

    def patches(self, seconds: float) -> list[Patch]:
        """Shadows, and the photo within its outline."""
        y, u, v = self._planes
        found = moved(Patch(0, 0, y, u, v, None, None), self._affine(seconds), self._canvas)
        shown = through(found, self._outline) if found is not None else None
        return [*self._below, shown] if shown is not None else self._below


def _flat(sprite: Sprite, ground: tuple[int, int, int]) -> Image.Image:
    """A photo with nothing clear in it: under a camera the ground moves with it."""
    if isinstance(sprite.colors, tuple):
        raise TypeError("a photo has pixels")
    if sprite.mask is None:
        return sprite.colors
    whole = Image.new("RGB", sprite.colors.size, ground)
    whole.paste(sprite.colors, mask=sprite.mask)
    return whole


def _solid(box: Box) -> Sprite:
    size = (round(box.width), round(box.height))
    return Sprite(round(box.x), round(box.y), (0, 0, 0), Image.new("L", size, 255))
