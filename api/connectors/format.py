"""What a format is to those who import: columns to look for, and units to make of the rows.

A unit is what one action takes: a product with its variants, an order with its lines. However many
rows a file spends on it, it is created, updated, skipped or refused as a whole.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from api.connectors.tables import BadCell, How, Tables
from domain.catalogue.importing import ProductRow
from domain.orders.ingesting import PlatformRow


class Feed(Enum):
    """Which action the units are for."""

    PRODUCTS = "PRODUCTS"
    ORDERS = "ORDERS"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where in the files a unit was read; rows are counted as a person counts them, from 1."""

    file: str
    row: int


@dataclass(frozen=True, slots=True)
class Cell:
    """The cell that a field of an action's row was read from."""

    row: int
    column: str
    value: str = ""
    file: str = ""  # where it is not the unit's own


@dataclass(frozen=True, slots=True)
class Unit:
    """One product or order as the files have it.

    `cells` says which cell is at fault when the action refuses a field: by the error's path joined
    with dots, such as `order.lines.0.unit_price`; the longest beginning that is there counts.
    `pictures` are files beside the file, by the name that the product row calls them.
    """

    key: str  # as people know it: a handle, an order's number
    origin: Origin
    row: ProductRow | PlatformRow
    cells: Mapping[str, Cell] = field(default_factory=dict)
    notes: Sequence[str] = ()  # what was read differently from how it is written, for the report


@dataclass(frozen=True, slots=True)
class Refused:
    """A unit that no action can take, for a cell of it cannot be read."""

    key: str
    origin: Origin
    error: BadCell


Units = Iterator[Unit | Refused]


@dataclass(frozen=True)
class Format:
    """One format: the name that people give, and the function that reads it.

    `read(tables, how)` raises `tables.Unreadable` when the files are not of this format at all;
    what is wrong with one unit is yielded in its place and holds up no other. It reads the same
    units in the same order every time, for a resumed import counts them.
    """

    name: str  # `shopify-orders`
    feed: Feed
    words: str  # for the command's help: whose export, of what
    read: Callable[[Tables, How], Units]
    takes_many: bool = False  # several files at once, told apart by their columns
    pictures: Callable[[Path], Path] | None = None  # the folder of pictures beside the file
