"""The line below a print: which packaging it is, how large, and a ruler that must be 50 mm long."""

from media.document.millimetres import UNITS
from media.document.packaging import PackagingTemplate
from media.packaging.pdf import paths
from media.packaging.pdf.paths import ops
from media.packaging.wording import line, said_of
from media.scene import Box

RULER_MM = 50


def slug(template: PackagingTemplate, x: float, y: float, width: float) -> str:
    """Operators in mm; it starts there, and is so wide."""
    lines = [f"q 1 0 0 1 {ops(x, y)} cm 0 0 0 1 K 0.2 w", ops(0, 2, "m", RULER_MM, 2, "l")]
    for mark in range(0, RULER_MM + 1, 10):
        tall = 2.0 if mark % RULER_MM == 0 else 1.0
        lines.append(ops(mark, 2, "m", mark, 2 - tall, "l"))
    lines += ["S", ops(1 / UNITS, 0, 0, 1 / UNITS, 0, 4, "cm"), "0 0 0 1 k"]
    words = line(said_of(template), Box(0, 0, width * UNITS, 8 * UNITS), 7, lines=3)
    for ink in words.inks if words is not None else ():
        lines += [paths.letters(ink.glyphs), "f"]
    return "\n".join([*lines, "Q"])
