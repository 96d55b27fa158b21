"""Artwork laid out on its panels: what is to be printed, and where on the sheet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from media.dielines.dieline import Matrix, onto
from media.dielines.edges import Outline
from media.document.bind import bind
from media.document.millimetres import UNITS
from media.document.packaging import Artwork, PackagingTemplate
from media.document.slots import Filled
from media.errors import MediaError
from media.layout import Placed, PlacedCode, PlacedGroup, PlacedShape, lay_out
from media.packaging.codes import Symbol, symbol
from media.packaging.matrix import after
from media.photo import Photo
from media.scene import Shape


@dataclass(frozen=True, slots=True, eq=False)
class Print:
    """An artwork with its values. `placed` is in units, the bleed's corner at 0, and has the
    grounds of codes; their bars are in `symbols`, over all. `hidden` are codes in a group that
    turns or blends them."""

    artwork: Artwork
    placed: tuple[Placed, ...]
    symbols: tuple[Symbol, ...]
    hidden: tuple[str, ...]
    matrix: Matrix
    inked: tuple[Outline, ...]
    """On the sheet, in mm, with the bleed."""

    @property
    def size(self) -> tuple[float, float]:
        """In units, the bleed with it."""
        return self.artwork.still.width_px, self.artwork.still.height_px


def _ground(code: PlacedCode) -> PlacedShape:
    layer = code.layer
    ground = Shape(name=layer.name, fill=layer.ground, corners=layer.corners, shadows=layer.shadows)
    return PlacedShape(ground, code.box)


def _apart(
    placed: tuple[Placed, ...], symbols: list[Symbol], hidden: list[str]
) -> Iterator[Placed]:
    for one in placed:
        if isinstance(one, PlacedCode):
            symbols.append(symbol(one))
            yield _ground(one)
        else:
            hidden += _codes_in(one)
            yield one


def _codes_in(placed: Placed) -> Iterator[str]:
    if isinstance(placed, PlacedGroup):
        for child in placed.children:
            yield from [child.layer.name] if isinstance(child, PlacedCode) else _codes_in(child)


def _printed(
    template: PackagingTemplate, artwork: Artwork, filled: Filled, photos: Mapping[str, Photo]
) -> Print:
    try:
        page = lay_out(bind(artwork.still, filled, photos.get))
        symbols: list[Symbol] = []
        hidden: list[str] = []
        placed = tuple(_apart(page.placed, symbols, hidden))
    except MediaError as error:
        error.message = f"{artwork.title}: {error.message}"
        raise
    bleed = template.bleed_mm
    units: Matrix = (1 / UNITS, 0.0, 0.0, 1 / UNITS, -bleed, -bleed)
    return Print(
        artwork=artwork,
        placed=placed,
        symbols=tuple(symbols),
        hidden=tuple(hidden),
        matrix=after(units, onto(artwork.field, artwork.turn)),
        inked=tuple(panel.printed(bleed, template.bare) for panel in artwork.panels),
    )


def prints(
    template: PackagingTemplate, filled: Filled, photos: Mapping[str, Photo]
) -> tuple[Print, ...]:
    """From the lowest to the highest. Raises TextOverflow and MissingGlyph with the panel."""
    return tuple(_printed(template, one, filled, photos) for one in template.artworks)


def spared(template: PackagingTemplate, one: Print) -> Iterator[Outline]:
    """Panels that its bleed must not run onto: those that others print."""
    own = {panel.name for panel in one.artwork.panels}
    fields = [_field(outline) for outline in one.inked]
    for panel in template.dieline.panels:
        if panel.name not in own and panel.name not in template.bare:
            here = _field(panel.outline)
            if any(_meet(field, here) for field in fields):
                yield panel.outline


def _field(outline: Outline) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in outline], [y for _, y in outline]
    return min(xs), min(ys), max(xs), max(ys)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    near = 1e-6
    return (
        one[0] < other[2] - near
        and other[0] < one[2] - near
        and one[1] < other[3] - near
        and other[1] < one[3] - near
    )
