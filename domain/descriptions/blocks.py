"""The long detail page as a list of blocks: kept as JSON, shown as HTML."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from domain import text
from domain.descriptions.sizes import Table
from domain.descriptions.states import BlockKind, DescriptionPart
from domain.errors import Invalid, LimitExceeded, Required
from domain.json_text import in_order

MOST_BLOCKS, MOST_ITEMS, MOST_ROWS, MOST_CELLS = 100, 60, 200, 20
LONGEST_TEXT, LONGEST_CELL = 5_000, 700


@dataclass(frozen=True)
class Block:
    """`part` says which of the description's own parts it repeats, and so follows."""

    kind: BlockKind
    text: str = ""  # of headings, paragraphs and pictures, whose words they are
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    picture_id: str = ""
    part: DescriptionPart | None = None

    def texts(self) -> Iterable[str]:
        """What is read as sentences; tables only repeat what is known."""
        return (self.text, *self.items) if self.kind is not BlockKind.TABLE else ()

    def cells(self) -> Iterable[str]:
        return (*self.head, *(cell for row in self.rows for cell in row))


def checked(blocks: Sequence[Block], *path: str) -> tuple[Block, ...]:
    """Blocks written by hand, if each holds what its kind needs; raises Invalid."""
    if len(blocks) > MOST_BLOCKS:
        raise LimitExceeded(f"A page has up to {MOST_BLOCKS} blocks.", MOST_BLOCKS, *path)
    return tuple(_checked(block, *path, str(place)) for place, block in enumerate(blocks))


def _checked(block: Block, *path: str) -> Block:
    match block.kind:
        case BlockKind.HEADING | BlockKind.PARAGRAPH:
            return Block(block.kind, text.name(block.text, *path, "text", longest=LONGEST_TEXT))
        case BlockKind.LIST:
            return Block(block.kind, items=items(block.items, *path, "items"))
        case BlockKind.TABLE:
            table = table_of(block.head, block.rows, *path)
            return Block(block.kind, head=table.head, rows=table.rows)
        case BlockKind.PICTURE:
            if not block.picture_id:
                raise Required("Say which picture.", *path, "picture_id")
            words = text.words(block.text, *path, "text", longest=LONGEST_CELL)
            return Block(block.kind, words, picture_id=block.picture_id)


def items(given: Sequence[str], *path: str) -> tuple[str, ...]:
    if not given:
        raise Required("A list has an item at least.", *path)
    if len(given) > MOST_ITEMS:
        raise LimitExceeded(f"A list has up to {MOST_ITEMS} items.", MOST_ITEMS, *path)
    return tuple(
        text.name(one, *path, str(place), longest=LONGEST_CELL) for place, one in enumerate(given)
    )


def table_of(head: Sequence[str], rows: Sequence[Sequence[str]], *path: str) -> Table:
    """Each row as long as the head."""
    if not head:
        raise Required("A table has a head.", *path, "head")
    if len(head) > MOST_CELLS or len(rows) > MOST_ROWS:
        said = f"A table has up to {MOST_CELLS} columns and {MOST_ROWS} rows."
        raise LimitExceeded(said, MOST_ROWS, *path)
    for place, row in enumerate(rows):
        if len(row) != len(head):
            said = f"The row has {len(row)} cells and the head {len(head)}."
            raise Invalid(said, *path, "rows", str(place))
    cell: Callable[..., str] = text.words
    return Table(
        tuple(cell(one, *path, "head", longest=LONGEST_CELL) for one in head),
        tuple(
            tuple(cell(one, *path, "rows", str(place), longest=LONGEST_CELL) for one in row)
            for place, row in enumerate(rows)
        ),
    )


def with_parts(
    blocks: Sequence[Block], points: Sequence[str], table: Table | None, care: str
) -> tuple[Block, ...]:
    """The page, where its blocks repeat parts: as those are now, gone where they are empty."""
    made = []
    for block in blocks:
        match block.part:
            case DescriptionPart.SELLING_POINTS if block.kind is BlockKind.LIST:
                said, is_there = replace(block, items=tuple(points)), bool(points)
            case DescriptionPart.SIZE_TABLE if block.kind is BlockKind.TABLE:
                rows = (table.head, table.rows) if table else ((), ())
                said, is_there = replace(block, head=rows[0], rows=rows[1]), table is not None
            case DescriptionPart.CARE if block.kind is BlockKind.PARAGRAPH:
                said, is_there = replace(block, text=care), bool(care)
            case DescriptionPart.SIZE_TABLE:
                said, is_there = block, table is not None
            case DescriptionPart.CARE:
                said, is_there = block, bool(care)
            case _:
                said, is_there = block, True
        if is_there:
            made.append(said)
    return tuple(made)


def kept(blocks: Iterable[Block]) -> str:
    """As JSON, without what a block does not have."""
    return in_order([_plain(block) for block in blocks])


def _plain(block: Block) -> dict[str, Any]:
    said: dict[str, Any] = {"kind": block.kind.name}
    for name in ("text", "items", "head", "rows"):
        if getattr(block, name):
            said[name] = getattr(block, name)
    if block.picture_id:
        said["pictureId"] = block.picture_id
    if block.part:
        said["part"] = block.part.name
    return said


def read(said: str) -> tuple[Block, ...]:
    return tuple(_block(one) for one in json.loads(said))


def _block(one: Mapping[str, Any]) -> Block:
    return Block(
        BlockKind[one["kind"]],
        one.get("text", ""),
        tuple(one.get("items", ())),
        tuple(one.get("head", ())),
        tuple(tuple(row) for row in one.get("rows", ())),
        one.get("pictureId", ""),
        DescriptionPart[one["part"]] if "part" in one else None,
    )


def kept_table(table: Table | None) -> str | None:
    return in_order({"head": table.head, "rows": table.rows}) if table else None


def read_table(said: str | None) -> Table | None:
    if said is None:
        return None
    one = json.loads(said)
    return Table(tuple(one["head"]), tuple(tuple(row) for row in one["rows"]))


def kept_list(said: Sequence[str]) -> str:
    return in_order(list(said))


def read_list(said: str) -> tuple[str, ...]:
    return tuple(json.loads(said))


def html(blocks: Iterable[Block], addresses: Mapping[str, str]) -> str:
    """For a platform's long description; pictures by their address, left out without one."""
    return "".join(_html(block, addresses) for block in blocks)


def _html(block: Block, addresses: Mapping[str, str]) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"<h3>{escape(block.text)}</h3>"
        case BlockKind.PARAGRAPH:
            return f"<p>{escape(block.text)}</p>"
        case BlockKind.LIST:
            return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in block.items) + "</ul>"
        case BlockKind.TABLE:
            head = "".join(f"<th>{escape(cell)}</th>" for cell in block.head)
            rows = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"
                for row in block.rows
            )
            return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        case BlockKind.PICTURE:
            address = addresses.get(block.picture_id)
            if address is None:
                return ""
            return f'<figure><img src="{escape(address)}" alt="{escape(block.text)}"></figure>'
