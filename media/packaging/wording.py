"""What a print and a proof say of themselves, and how it is set."""

from media.document.millimetres import MM_OF_POINT, UNITS
from media.document.packaging import PackagingTemplate
from media.document.slots import words_in
from media.layout.flow import placed_in
from media.scene import Align, Box, Color, Font, Span, Text
from media.typesetting.text import PlacedText

BLACK = Color(0, 0, 0)


def sizes(template: PackagingTemplate) -> str:
    sheet = template.dieline
    measures = ", ".join(f"{measure} {value:g}" for measure, value in sheet.size)
    return f"{words_in(sheet.title, 'en')}: {measures} mm"


def said_of(template: PackagingTemplate) -> str:
    """Name, style and sizes in one line."""
    field = template.dieline.field
    return (
        f"{words_in(template.title, 'en')} · {template.name} r{template.revision} · "
        f"{sizes(template)} · flat {field.width:.1f} x {field.height:.1f} mm · "
        f"bleed {template.bleed_mm:g} mm · knife CutContour, crease Crease · 1:1"
    )


def line(  # noqa: PLR0913  words, where, and how
    words: str,
    place: Box,
    size_pt: float,
    *,
    weight: int = 400,
    color: Color = BLACK,
    lines: int = 1,
    align: Align = Align.START,
) -> PlacedText | None:
    """Words in a box, both in units: as large as said or, where they are long, smaller."""
    size = size_pt * MM_OF_POINT * UNITS
    span = Span(words, Font(("Inter",), weight=weight), color)
    text = Text(
        name="wording", spans=(span,), size_min_px=size / 2, size_max_px=size, max_lines=lines,
        leading=1.4, ellipsis=True, align=align,
    )  # fmt: skip
    placed = [one for one in placed_in(text, place) if isinstance(one, PlacedText)]
    return placed[0] if placed else None
