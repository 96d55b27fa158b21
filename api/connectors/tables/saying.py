"""What is said about a file before it is read: by a person, and by the format."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from enum import StrEnum


class DateOrder(StrEnum):
    """How day, month and year stand in a date such as 10/2/2017."""

    DMY = "DMY"
    MDY = "MDY"
    YMD = "YMD"


@dataclass(frozen=True, slots=True)
class How:
    """What a person said of their files; what is None is left to the evidence in them."""

    encoding: str | None = None
    delimiter: str | None = None
    date_order: DateOrder | None = None
    decimal_mark: str | None = None
    time_zone: tzinfo = UTC  # of instants that carry no offset
    currency: str | None = None

    def __post_init__(self) -> None:
        if self.decimal_mark not in {None, ".", ","}:
            raise ValueError(f"a decimal mark is . or , not {self.decimal_mark!r}")
        if self.delimiter is not None and (len(self.delimiter) != 1 or self.delimiter in '"\r\n\0'):
            raise ValueError(f"a delimiter is one character, not {self.delimiter!r}")


@dataclass(frozen=True, slots=True)
class Spec:
    """The columns a format looks for, by the names it calls them.

    `numbers` and `dates` are the columns whose cells are evidence for the file's decimal mark and
    its order of days and months. `aliases` leads from another spelling to the name.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    pattern: str | None = None  # of the names of further columns
    aliases: Mapping[str, str] = field(default_factory=dict)
    currency_signs: bool = False  # whether numbers may carry one, such as $ or CNY
