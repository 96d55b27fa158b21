"""Placed layers as the operators of a PDF, in units. What no vector can be (shadows, blurs, photos,
emoji) is painted by our own painter at the resolution of print."""

from collections.abc import Mapping
from dataclasses import replace

from media.document.millimetres import UNITS
from media.layout import Page, Placed, PlacedGroup, PlacedPicture, PlacedShape
from media.packaging.checks import resolution
from media.packaging.codes import Symbol
from media.packaging.matrix import turned
from media.packaging.pdf import paths
from media.packaging.pdf.inks import Inks, fill_of, stroke_of
from media.packaging.pdf.paths import ops
from media.painting.paint import Painter
from media.photo import Photo
from media.scene import Blend, Box, Color, Corners, Fill, Form, Shape
from media.typesetting.text import Ink, PlacedText

PRINT_DPI, FINEST_DPI = 300.0, 600.0
_MOST_PIXELS = 36_000_000
_WHITE = Color(255, 255, 255)


def _alpha(fill: Fill) -> float | None:
    """The one that all of it has; None where it differs from place to place."""
    if isinstance(fill, Color):
        return fill.alpha
    alphas = {stop.color.alpha for stop in fill.stops}
    return alphas.pop() if len(alphas) == 1 else None


def _is_vector_shape(layer: Shape) -> bool:
    is_line = layer.form is Form.STROKE
    return not (
        layer.shadows
        or layer.blur_px
        or layer.grain
        or _alpha(layer.fill) is None
        or (is_line and not isinstance(layer.fill, Color))
        or (layer.border is not None and layer.form in {Form.PATH, Form.STROKE})
    )


def _is_vector_text(placed: PlacedText) -> bool:
    return not placed.layer.shadows and all(
        not ink.pictures
        and _alpha(ink.fill) is not None
        and (ink.stroke is None or _alpha(ink.fill) == 1)
        for ink in placed.inks
    )


class Vectors:
    """Draws onto one artwork; `size` is in units."""

    def __init__(self, inks: Inks, photos: Mapping[str, Photo], size: tuple[float, float]) -> None:
        self._inks, self._photos, self._size = inks, photos, size

    def drawn(self, placed: tuple[Placed, ...]) -> str:
        return "\n".join(line for one in placed for line in self._one(one))

    def _one(self, placed: Placed) -> list[str]:
        match placed:
            case PlacedGroup():
                return self._group(placed)
            case PlacedShape() if _is_vector_shape(placed.layer):
                lines = self._shape(placed)
            case PlacedText() if _is_vector_text(placed):
                lines = self._text(placed)
            case _:
                return self._pixels(placed)
        return self._laid(lines, placed.layer.opacity, placed.layer.blend)

    def _laid(self, lines: list[str], opacity: float, blend: Blend) -> list[str]:
        if opacity >= 1 and blend is Blend.NORMAL:
            return ["q", *lines, "Q"]  # what it clips and turns ends with it
        form = self._inks.form("\n".join(lines), self._size, is_group=True)
        return ["q", self._inks.state(opacity, blend), form, "Q"]

    def _filled(self, path: str, fill: Fill, place: Box, rule: str = "") -> list[str]:
        """`rule` is `*` where what is surrounded twice is a hole."""
        alpha = _alpha(fill) or 0.0
        state = self._inks.state(alpha)
        if isinstance(fill, Color):
            return ["q", state, fill_of(fill), path, f"f{rule}", "Q"]
        return ["q", state, path, f"W{rule} n", *self._inks.gradient(fill, place), "Q"]

    def _shape(self, placed: PlacedShape) -> list[str]:
        layer, place = placed.layer, placed.box
        lines: list[str] = []
        match layer.form:
            case Form.STROKE:
                return self._stroke(layer, place)
            case Form.PATH:
                path = paths.outline(layer.path, layer.view, place)
                return [paths.box(place), "W n", *self._filled(path, layer.fill, place, "*")]
            case Form.ELLIPSE:
                path = paths.ellipse(place)
            case _:
                path = paths.rounded(place, layer.corners)
        if _alpha(layer.fill):
            lines += self._filled(path, layer.fill, place)
        if layer.border is not None:
            lines += self._border(layer, place)
        return lines

    def _stroke(self, layer: Shape, place: Box) -> list[str]:
        assert isinstance(layer.fill, Color)
        points = [(place.x + x * place.width, place.y + y * place.height) for x, y in layer.points]
        dash = [f"[{ops(*layer.dash)}] 0 d"] if layer.dash else []
        return [
            self._inks.state(layer.fill.alpha), stroke_of(layer.fill),
            ops(layer.stroke_px, "w"), "1 J 1 j", *dash,
            paths.polygon(points, closed=False), "S",
        ]  # fmt: skip

    def _border(self, layer: Shape, place: Box) -> list[str]:
        """Along the inside."""
        assert layer.border is not None
        px = layer.border.px
        inner = Box(place.x + px / 2, place.y + px / 2, place.width - px, place.height - px)
        if layer.form is Form.ELLIPSE:
            path = paths.ellipse(inner)
        else:
            corners = Corners(*(max(radius - px / 2, 0.0) for radius in layer.corners))
            path = paths.rounded(inner, corners)
        color = layer.border.color
        state = self._inks.state(color.alpha)
        return ["q", state, stroke_of(color), ops(px, "w"), path, "S", "Q"]

    def _text(self, placed: PlacedText) -> list[str]:
        return [line for ink in placed.inks for line in self._ink(ink, placed.box)]

    def _ink(self, ink: Ink, place: Box) -> list[str]:
        path = "\n".join([paths.letters(ink.glyphs), *map(paths.box, ink.bars)]).strip()
        if not path:
            return []
        lines: list[str] = []
        if ink.stroke is not None:
            color = ink.stroke.color
            lines += ["q", self._inks.state(color.alpha), stroke_of(color), "1 j",
                      ops(2 * ink.stroke.width_px, "w"), path, "S", "Q"]  # fmt: skip
        if _alpha(ink.fill):
            lines += self._filled(path, ink.fill, place)
        return lines

    def _group(self, placed: PlacedGroup) -> list[str]:
        if placed.blur_px or any(placed.fades):
            return self._pixels(placed)
        lines = []
        if placed.rotate:
            lines.append(ops(*turned(placed.box, placed.rotate), "cm"))
        if placed.clip is not None:
            lines += [paths.rounded(placed.box, placed.clip), "W n"]
        lines.append(self.drawn(placed.children))
        return self._laid(lines, placed.opacity, placed.blend)

    def _pixels(self, placed: Placed) -> list[str]:
        """As a picture, where there is any of it."""
        scale = self._dpi(placed) / 25.4 / UNITS
        wide, tall = self._size
        scale = min(scale, (_MOST_PIXELS / (wide * tall)) ** 0.5)
        painter = Painter(Page(wide, tall, (placed,)), _WHITE, self._photos, scale)
        blend, placed = _unblended(placed)
        whole = painter.paint_clear((placed,), painter.size)
        field = whole.getchannel("A").getbbox()
        if field is None:
            return []
        picture = self._inks.picture(whole.crop(field))
        left, top, right, bottom = (side / scale for side in field)
        place = ops(right - left, 0, 0, top - bottom, left, bottom, "cm")
        return ["q", self._inks.state(1.0, blend), place, picture, "Q"]

    def _dpi(self, placed: Placed) -> float:
        """A photo's own, between that of print and the finest."""
        if not isinstance(placed, PlacedPicture):
            return PRINT_DPI
        own = resolution(placed, self._photos[placed.layer.photo])
        return min(max(own, PRINT_DPI), FINEST_DPI)

    def symbol(self, symbol: Symbol) -> str:
        """All bars in one path, so that no seam shows between two."""
        bars = "\n".join(map(paths.box, symbol.bars))
        lines = ["q", fill_of(symbol.code.color), bars, "f", "Q"]
        if symbol.digits is not None:
            lines += self._text(symbol.digits)
        return "\n".join(lines)


def _unblended(placed: Placed) -> tuple[Blend, Placed]:
    """How it is mixed with what is below, which is left to the PDF, and the rest of it."""
    if isinstance(placed, PlacedGroup):
        return placed.blend, replace(placed, blend=Blend.NORMAL)
    match placed:
        case PlacedShape(layer=layer):
            return layer.blend, replace(placed, layer=replace(layer, blend=Blend.NORMAL))
        case PlacedPicture(layer=layer):
            return layer.blend, replace(placed, layer=replace(layer, blend=Blend.NORMAL))
        case PlacedText(layer=words):
            return words.blend, replace(placed, layer=replace(words, blend=Blend.NORMAL))
    return Blend.NORMAL, placed
