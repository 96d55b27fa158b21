"""What single cells of product files come to: prices, weights, addresses, handles."""

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import normalize

from api.connectors.format import Cell
from api.connectors.tables import How, Row, Rule
from domain.errors import Invalid
from domain.money import UnitPrice
from domain.text import fold

LONGEST_HANDLE = 255
_MARKS = re.compile("[\u0300-\u036f]")


class Handles:
    """Which row of the file has which handle, where handles are made of other words."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}

    def take(self, row: Row, sources: Mapping[str, str]) -> tuple[str, str]:
        """The handle that the first of these words gives, by their columns, and that column."""
        for column, words in sources.items():
            handle = handle_of(words)
            if not handle:
                continue
            holder = self._rows.setdefault(handle, row.number)
            if holder != row.number:
                raise row.bad(
                    column,
                    Rule.INCONSISTENT,
                    f"names the product {handle!r}, as row {holder} does",
                )
            return handle, column
        raise row.bad(
            next(iter(sources)),
            Rule.REQUIRED,
            "is empty, so the product has no name to be known by",
        )


def handle_of(words: str) -> str:
    """As shops make addresses of words: letters and digits of any script, dashes between."""
    plain = normalize("NFC", _MARKS.sub("", normalize("NFKD", fold(words)))).lower()
    return "-".join(re.findall(r"[^\W_]+", plain))[:LONGEST_HANDLE].strip("-")


def cell(row: Row, column: str) -> Cell:
    return Cell(row.number, column, row[column])


def price(row: Row, column: str, how: How) -> UnitPrice | None:
    """In the currency that was said, for no product file says one."""
    amount = row.decimal(column) if column else None
    if amount is None:
        return None
    if how.currency is None:
        raise row.bad(
            column, Rule.REQUIRED, "is in a currency that neither the file nor anybody says"
        )
    try:
        return UnitPrice.of(amount, how.currency)
    except Invalid as error:
        raise row.bad(column, Rule.INVALID, str(error)) from None


def grams(row: Row, column: str, grams_per_unit: Decimal) -> int | None:
    """Whole grams, half up; shops write 0 for what was never weighed."""
    weight = row.decimal(column) if column else None
    if not weight:
        return None
    return int((weight * grams_per_unit).quantize(Decimal(1), ROUND_HALF_UP))


def address(words: str) -> str | None:
    """Where a picture lies, when it lies on the web; `//host` is what old shops write."""
    said = f"https:{words}" if words.startswith("//") else words
    return said.replace(" ", "%20") if re.match("https?://", said, re.IGNORECASE) else None


def joined(*parts: str) -> str:
    """A short description and a long one: here a product has one."""
    return "\n".join(dict.fromkeys(filter(None, parts)))
