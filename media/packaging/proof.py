"""The proof: the sheet as a picture, with its knife, its creases, its sizes and what was found.

Cuts are magenta, creases blue and dashed, what the knife takes away is veiled. PROOF is written
over all of it but the codes, which a phone may try.
"""

import io
from collections.abc import Mapping, Sequence

import numpy as np
from PIL import Image, ImageChops

from media.document.millimetres import UNITS
from media.document.packaging import PackagingTemplate
from media.layout import Page
from media.packaging.codes import Symbol
from media.packaging.desk import BELOW_MM, CUT, DESK, FOLD, Desk, dashes
from media.packaging.dimensions import dimensions
from media.packaging.finding import Finding
from media.packaging.legend import legend
from media.packaging.matrix import around, corners
from media.packaging.sheet import Print, spared
from media.packaging.wording import line
from media.painting.paint import Painter
from media.photo import Photo
from media.pixels.colors import parse
from media.pixels.masks import Plane, image_of, to_bytes
from media.scene import Box

_VEIL, _VEILED = DESK.rgb, 150
_WATERMARK, _FAINT = (120, 120, 120), 28


def _cover(boxes: Sequence[Box], scale: float, size: tuple[int, int]) -> Plane:
    """Of upright boxes, none over another: exact to the part of a pixel."""
    plane = np.zeros((size[1], size[0]), np.float32)
    x, y = (np.arange(side, dtype=np.float32) for side in size)
    for box in boxes:
        across = np.clip(np.minimum(x + 1, box.right * scale) - np.maximum(x, box.x * scale), 0, 1)
        down = np.clip(np.minimum(y + 1, box.bottom * scale) - np.maximum(y, box.y * scale), 0, 1)
        columns, rows = np.flatnonzero(across), np.flatnonzero(down)
        if len(columns) and len(rows):
            part = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
            plane[part] += down[part[0], None] * across[None, part[1]]
    return np.minimum(plane, 1.0)


def _symbols(art: Image.Image, symbols: tuple[Symbol, ...], painter: Painter, scale: float) -> None:
    for symbol in symbols:
        box = symbol.box
        left, top = int(box.x * scale), int(box.y * scale)
        size = int(box.right * scale) + 1 - left, int(box.bottom * scale) + 1 - top
        bars = [bar._replace(x=bar.x - left / scale, y=bar.y - top / scale) for bar in symbol.bars]
        mask = image_of(to_bytes(_cover(bars, scale, size), dither=False))
        art.paste((*symbol.code.color.rgb, 255), (left, top, left + size[0], top + size[1]), mask)
        if symbol.digits is not None:
            words = painter.paint_clear((symbol.digits,), painter.size)
            art.alpha_composite(words)


def _art(one: Print, photos: Mapping[str, Photo], scale: float) -> Image.Image:
    """As it is read, on clear ground."""
    painter = Painter(Page(*one.size, one.placed), DESK, photos, scale)
    art = painter.paint_clear(one.placed, painter.size)
    _symbols(art, one.symbols, painter, scale)
    turn = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180,
            270: Image.Transpose.ROTATE_90}  # fmt: skip
    return art.transpose(turn[one.artwork.turn]) if one.artwork.turn else art


def _lay(desk: Desk, template: PackagingTemplate, one: Print, photos: Mapping[str, Photo]) -> None:
    art = _art(one, photos, desk.px / UNITS)
    field, bleed, turn = one.artwork.field, template.bleed_mm, one.artwork.turn
    x, y = desk.at(field.x - bleed, field.y - bleed)
    right, bottom = desk.at(field.x + field.width + bleed, field.y + field.height + bleed)
    # a canvas is a little larger than its field; what is over is at its right and its bottom
    left = round(x) if turn in {0, 270} else round(right) - art.width
    top = round(y) if turn in {0, 90} else round(bottom) - art.height
    area = (left, top, left + art.width, top + art.height)
    mask = desk.filled(one.inked, area)
    if others := list(spared(template, one)):
        mask = ImageChops.subtract(mask, desk.filled(others, area))
    art.putalpha(ImageChops.multiply(art.getchannel("A"), mask))
    desk.image.paste(art, (left, top), art)


def _veil(desk: Desk, template: PackagingTemplate) -> None:
    """Over what is cut away: the desk shows through it."""
    kept = desk.filled([panel.outline for panel in template.dieline.panels], desk.area())
    kept = ImageChops.subtract(kept, desk.filled(template.dieline.holes, desk.area()))
    desk.image.paste(_VEIL, desk.area(), kept.point(lambda value: (255 - value) * _VEILED // 255))


def _watermark(desk: Desk, codes: Sequence[Box]) -> None:
    size_pt = min(desk.width_mm, desk.height_mm) * 0.62
    wide = line("PROOF", Box(0, 0, 1e5, 1e5), size_pt, weight=800)
    if wide is None:
        return
    scale = desk.px / UNITS
    page = Page(wide.box.right, wide.box.bottom, (wide,))
    words = Painter(page, DESK, {}, scale)
    drawn = words.paint_clear((wide,), words.size).getchannel("A")
    turned = drawn.rotate(32, Image.Resampling.BICUBIC, expand=True)
    mask = Image.new("L", desk.image.size)
    middle = (desk.image.width // 2, int((desk.height_mm - BELOW_MM) * desk.px / 2))
    mask.paste(turned, (middle[0] - turned.width // 2, middle[1] - turned.height // 2))
    for box in codes:
        left, top = desk.at(box.x, box.y)
        right, bottom = desk.at(box.right, box.bottom)
        mask.paste(0, (int(left), int(top), int(right) + 1, int(bottom) + 1))
    faint = mask.point(lambda value: value * _FAINT // 255)
    desk.image.paste(_WATERMARK, desk.area(), faint)


def proof_png(
    template: PackagingTemplate,
    prints: tuple[Print, ...],
    photos: Mapping[str, Photo],
    findings: tuple[Finding, ...],
) -> bytes:
    desk = Desk(template)
    board = desk.filled([panel.outline for panel in template.dieline.panels], desk.area())
    desk.image.paste(parse(template.board_color).rgb, desk.area(), board)
    for one in prints:
        _lay(desk, template, one, photos)
    _veil(desk, template)
    codes = [around(corners(symbol.box, one.matrix)) for one in prints for symbol in one.symbols]
    _watermark(desk, codes)
    folds = [dash for fold in template.dieline.folds for dash in dashes(fold, 3, 1.6)]
    desk.lines(folds, FOLD)
    desk.lines(template.dieline.cuts, CUT)
    words = dimensions(desk, template)
    shapes, more = legend(template, prints, findings, desk.width_mm, desk.height_mm)
    painter = Painter(Page(desk.width_mm * UNITS, desk.height_mm * UNITS, ()), DESK, {},
                      desk.px / UNITS)  # fmt: skip
    for placed in (*shapes, *words, *more):
        painter.paint_on(desk.image, placed)
    out = io.BytesIO()
    dpi = desk.px * 25.4
    desk.image.save(out, "PNG", compress_level=4, dpi=(dpi, dpi))
    return out.getvalue()
