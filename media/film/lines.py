"""A placed text taken apart into its lines, so that they can move one by one."""

from dataclasses import replace

from media.scene import Box
from media.typesetting.text import PlacedText


def lines_of(text: PlacedText) -> list[PlacedText]:
    """A text as one text a line; a line's box reaches from its highest ink to its lowest."""
    size, leading = text.size_px, text.size_px * text.layer.leading
    glyphs = [drawn for ink in text.inks for drawn in (*ink.glyphs, *ink.pictures)]
    plain = sorted({drawn.y for drawn in glyphs if drawn.size_px >= size * 0.99})
    bases: list[float] = []
    for y in plain:
        if not bases or y - bases[-1] > leading * 0.5:
            bases.append(y)
    if len(bases) < 2:
        return [text]

    def row(y: float) -> int:
        return min(range(len(bases)), key=lambda number: abs(bases[number] - y))

    found = []
    for number, base in enumerate(bases):
        inks = []
        for ink in text.inks:
            kept = tuple(drawn for drawn in ink.glyphs if row(drawn.y) == number)
            bars = tuple(bar for bar in ink.bars if row(bar.y + size * 0.35) == number)
            pictures = tuple(drawn for drawn in ink.pictures if row(drawn.y) == number)
            if kept or bars or pictures:
                inks.append(replace(ink, glyphs=kept, bars=bars, pictures=pictures))
        top = text.box.y if number == 0 else base - size * 0.98
        bottom = text.box.bottom if number == len(bases) - 1 else base + size * 0.3
        box = Box(text.box.x, top, text.box.width, bottom - top)
        found.append(replace(text, inks=tuple(inks), box=box))
    return found
