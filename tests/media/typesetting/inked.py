"""Where the pixels of placed words are, not where the arithmetic says they are."""

from media.painting import glyphs
from media.scene import Box
from media.typesetting.text import Ink, PlacedText

NOTHING = Box(0, 0, 0, 0)


def _masks(ink: Ink) -> list[glyphs.Mask]:
    drawn = [glyphs.drawn(ink), glyphs.outlined(ink, 1.0, is_hollow=False)]
    pictures = [glyphs.picture(one, 1.0) for one in ink.pictures]
    return [mask for mask in (*drawn, *pictures) if mask is not None]


def inked(placed: PlacedText) -> Box:
    """The smallest box around them; empty where there are none."""
    boxes = []
    for ink in placed.inks:
        for x, y, mask in _masks(ink):
            cover = mask.getchannel("A") if mask.mode == "RGBA" else mask
            if (lit := cover.getbbox()) is not None:
                boxes.append((x + lit[0], y + lit[1], x + lit[2], y + lit[3]))
    if not boxes:
        return NOTHING
    left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    return Box(left, top, max(b[2] for b in boxes) - left, max(b[3] for b in boxes) - top)
