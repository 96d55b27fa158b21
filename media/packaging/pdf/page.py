"""The one page of a packaging's print PDF: artwork, knife and crease on layers of their own.

MediaBox is the page, BleedBox all ink, TrimBox all that is cut, at true size. Knife and crease are
spot colours that print over, so that a printer's program finds them by their names.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from media.dielines.edges import Outline
from media.document.packaging import PackagingTemplate
from media.document.slots import words_in
from media.packaging.pdf import paths
from media.packaging.pdf.file import File, Name, Ref
from media.packaging.pdf.inks import Inks
from media.packaging.pdf.paths import ops
from media.packaging.pdf.slug import slug
from media.packaging.pdf.vectors import Vectors
from media.packaging.sheet import Print, spared
from media.photo import Photo
from media.scene import Box

POINTS_PER_MM = 72 / 25.4
MARGIN_MM, SLUG_MM = 8.0, 16.0
_LINE_MM = 0.25
_SPOTS = {"CutContour": [0, 1, 0, 0], "Crease": [1, 0, 1, 0], "Guide": [1, 0, 0, 0]}
_LAYERS = ("Artwork", "Crease", "Cut", "Guides")


def _spot(name: str) -> list[Any]:
    function = {
        "FunctionType": 2, "Domain": [0, 1], "N": 1, "C0": [0, 0, 0, 0], "C1": _SPOTS[name],
    }  # fmt: skip
    return [Name("Separation"), Name(name), Name("DeviceCMYK"), function]


def _lines(outlines: Sequence[Outline], spot: str, *, dash: str = "") -> str:
    drawn = "\n".join(paths.polygon(outline, closed=False) for outline in outlines)
    return f"q /Over gs /{spot} CS 1 SCN {_LINE_MM} w 1 J 1 j {dash}\n{drawn}\nS Q"


def _clipped(template: PackagingTemplate, one: Print) -> str:
    """To its panels and their bleed, and out of what others print."""
    lines = [*(paths.polygon(outline) for outline in one.inked), "W n"]
    far = template.bleed_mm + 1
    x, y, wide, tall = template.dieline.field
    around = paths.box(Box(x - far, y - far, wide + 2 * far, tall + 2 * far))
    for outline in spared(template, one):
        lines += [around, paths.polygon(outline), "W* n"]
    return "\n".join(lines)


def _artwork(
    template: PackagingTemplate, one: Print, photos: Mapping[str, Photo], inks: Inks
) -> str:
    vectors = Vectors(inks, photos, one.size)
    content = "\n".join(
        [vectors.drawn(one.placed), *(vectors.symbol(symbol) for symbol in one.symbols)]
    )
    form = inks.form(content, one.size, is_group=False)
    return "\n".join(["q", _clipped(template, one), ops(*one.matrix, "cm"), form, "Q"])


def _guides(template: PackagingTemplate) -> str:
    bare = template.bare
    outlines = [
        (*outline, outline[0])
        for panel in template.dieline.panels
        if panel.name not in bare
        for outline in [panel.printed(template.bleed_mm, bare)]
    ]
    return _lines(outlines, "Guide", dash="[1 1] 0 d")


def _marked(layer: str, content: str) -> str:
    return f"/OC /{layer} BDC\n{content}\nEMC"


def _optional(groups: Mapping[str, Ref]) -> dict[str, Any]:
    every = list(groups.values())
    guides = groups["Guides"]
    return {
        "OCGs": every,
        "D": {
            "Name": "Packaging",
            "Order": every,
            "ON": [group for group in every if group != guides],
            "OFF": [guides],
        },
    }


def print_pdf(
    template: PackagingTemplate, prints: tuple[Print, ...], photos: Mapping[str, Photo]
) -> bytes:
    """The file; the same for the same."""
    file = File()
    inks = Inks(file)
    groups = {
        layer: file.add({"Type": Name("OCG"), "Name": layer, "Intent": Name("View")})
        for layer in _LAYERS
    }
    for layer, group in groups.items():
        inks.named("Properties", layer, group)
    for spot in _SPOTS:
        inks.named("ColorSpace", spot, _spot(spot))
    inks.named("ExtGState", "Over", {"OP": True, "op": True, "OPM": 1})

    sheet = template.dieline
    bleed, edge = template.bleed_mm, template.bleed_mm + MARGIN_MM
    wide, tall = sheet.field.width + 2 * edge, sheet.field.height + 2 * edge + SLUG_MM
    content = [
        ops(POINTS_PER_MM, 0, 0, -POINTS_PER_MM, edge * POINTS_PER_MM,
            (tall - edge) * POINTS_PER_MM, "cm"),
        _marked("Artwork", "\n".join(_artwork(template, one, photos, inks) for one in prints)),
        _marked("Guides", _guides(template)),
        _marked("Crease", _lines(sheet.folds, "Crease", dash="[3 1.5] 0 d")),
        _marked("Cut", _lines(sheet.cuts, "CutContour")),
        slug(template, -bleed, sheet.field.height + edge, sheet.field.width + 2 * bleed),
    ]  # fmt: skip

    def field(left: float, top: float, right: float, bottom: float) -> list[float]:
        """From mm of the sheet to points of the page."""
        return [
            (left + edge) * POINTS_PER_MM,
            (tall - edge - bottom) * POINTS_PER_MM,
            (right + edge) * POINTS_PER_MM,
            (tall - edge - top) * POINTS_PER_MM,
        ]

    pages = file.reserve()
    page = file.add(
        {
            "Type": Name("Page"),
            "Parent": pages,
            "MediaBox": [0, 0, wide * POINTS_PER_MM, tall * POINTS_PER_MM],
            "BleedBox": field(-bleed, -bleed, sheet.field.width + bleed,
                              sheet.field.height + bleed),
            "TrimBox": field(0, 0, sheet.field.width, sheet.field.height),
            "Resources": inks.ref,
            "Contents": file.stream("\n".join(content).encode("ascii")),
            "Group": {"S": Name("Transparency")},  # mixed in the press's own inks: see Inks
        }
    )  # fmt: skip
    inks.close()
    file.fill(pages, {"Type": Name("Pages"), "Kids": [page], "Count": 1})
    root = file.add({"Type": Name("Catalog"), "Pages": pages, "OCProperties": _optional(groups)})
    title = words_in(template.title, "en")
    info = file.add({"Title": title, "Producer": "Tradepost", "Trapped": Name("False")})
    return file.whole(root, info)
