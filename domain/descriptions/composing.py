"""A whole description out of facts: title, selling points, sizes, care and the long page."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.descriptions import points
from domain.descriptions.blocks import Block, with_parts
from domain.descriptions.care import care
from domain.descriptions.counting import Limit
from domain.descriptions.facts import Facts
from domain.descriptions.sizes import Table, size_table
from domain.descriptions.states import BlockKind, DescriptionLocale, DescriptionPart
from domain.descriptions.title import USUAL, title

MOST_PICTURES = 8
_HEADINGS = {
    DescriptionLocale.EN: ("Highlights", "Sizes", "Details", "Care", "Detail", "Value"),
    DescriptionLocale.ZH: ("产品亮点", "尺寸规格", "产品信息", "保养说明", "项目", "内容"),
}


@dataclass(frozen=True)
class Draft:
    """The words of one description; pictures by their ids."""

    locale: DescriptionLocale
    title: str
    points: tuple[str, ...]
    table: Table | None
    care: str
    blocks: tuple[Block, ...]


def compose(facts: Facts, limit: Limit = USUAL) -> Draft:
    """The same words for the same facts, and nothing that the facts do not say."""
    said, table, caring = tuple(points.selling_points(facts)), size_table(facts), care(facts)
    blocks = with_parts(tuple(_page(facts, is_listed=bool(said))), said, table, caring)
    return Draft(facts.locale, title(facts, limit), said, table, caring, blocks)


def _page(facts: Facts, *, is_listed: bool) -> Iterator[Block]:
    """First a picture and what it is, last the remaining pictures."""
    highlights, sizes, details, caring, name, value = _HEADINGS[facts.locale]
    shown = [
        Block(BlockKind.PICTURE, one.alt, picture_id=one.id)
        for one in facts.pictures[:MOST_PICTURES]
    ]
    yield from shown[:1]
    yield Block(BlockKind.PARAGRAPH, points.lead(facts))
    if is_listed:
        yield Block(BlockKind.HEADING, highlights, part=DescriptionPart.SELLING_POINTS)
        yield Block(BlockKind.LIST, part=DescriptionPart.SELLING_POINTS)
    yield from shown[1:2]
    yield Block(BlockKind.HEADING, sizes, part=DescriptionPart.SIZE_TABLE)
    yield Block(BlockKind.TABLE, part=DescriptionPart.SIZE_TABLE)
    if facts.attributes:
        rows = tuple((fact.name, fact.value) for fact in facts.attributes)
        yield Block(BlockKind.HEADING, details)
        yield Block(BlockKind.TABLE, head=(name, value), rows=rows)
    yield Block(BlockKind.HEADING, caring, part=DescriptionPart.CARE)
    yield Block(BlockKind.PARAGRAPH, part=DescriptionPart.CARE)
    yield from shown[2:]
