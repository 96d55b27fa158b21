"""How a file is to be read, as far as somebody said it; what is None is found by evidence."""

from dataclasses import dataclass
from datetime import UTC, tzinfo
from enum import Enum


class DateOrder(Enum):
    """In which order day, month and year are written."""

    DMY = "DMY"
    MDY = "MDY"
    YMD = "YMD"


@dataclass(frozen=True)
class How:
    """`time_zone` is for instants without an offset; `currency` for sums that state none."""

    encoding: str | None = None
    delimiter: str | None = None
    date_order: DateOrder | None = None
    decimal_mark: str | None = None
    time_zone: tzinfo = UTC
    currency: str | None = None
