"""What somebody asked to bring in, checked as far as can be without opening the files."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from api.connectors.format import Feed, Format
from api.connectors.tables import DateOrder, How
from api.importing.formats import FORMATS
from domain.errors import Conflict, Invalid, LimitExceeded, NotFound, Required
from domain.stores import places
from domain.stores.models import Store
from domain.stores.states import StoreState
from domain.work import Work

MOST_FILES = 20
ENCODINGS = ("utf-8", "utf-16", "gb18030", "iso-8859-1", "windows-1252")
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
DECIMAL_MARKS = (".", ",")


@dataclass(frozen=True)
class Asked:
    """A format, where its units go to, and how its files are read."""

    format: Format
    how: How
    store_id: UUID | None
    currency: str


def asked_for(  # noqa: PLR0913  what may be asked
    work: Work,
    format_name: str,
    store_id: UUID | None,
    currency: str | None,
    settings: Mapping[str, str],
    *,
    file_count: int,
) -> Asked:
    """Raises the first DomainError, its path the input's own: `format`, `store_id`, `encoding`."""
    found = FORMATS.get(format_name)
    if found is None:
        raise NotFound(f"No such format; there are: {', '.join(FORMATS)}.", "format")
    if not file_count:
        raise Required("Give a file.", "files")
    most = MOST_FILES if found.takes_many else 1
    if file_count > most:
        raise LimitExceeded(f"{found.name} is read from up to {most} file(s).", most, "files")
    store = None if store_id is None else work.find(Store, store_id, "store_id")
    if store is None and found.feed is Feed.ORDERS:
        raise Required("Say in which store the orders were placed.", "store_id")
    if store and store.state is StoreState.CLOSED:
        raise Conflict("The store is closed.", "store_id")
    money = currency_of(store, currency)
    return Asked(found, how(settings, store, money), store_id, money)


def currency_of(store: Store | None, said: str | None) -> str:
    """The store's, which `said` may only confirm; without a store it must be said."""
    if said is not None:
        said = places.currency(said, "currency")
    if store is None:
        if said is None:
            raise Required("Say in which currency the file's prices are.", "currency")
        return said
    if said not in {None, store.currency}:
        raise Invalid(f"The store sells in {store.currency}.", "currency")
    return store.currency


def how(settings: Mapping[str, str], store: Store | None, currency: str) -> How:
    """How the files are read: what was said of it, and for the rest by evidence."""
    said: dict[str, Any] = {name: value for name, value in settings.items() if value}
    if unknown := said.keys() - _CHECKS.keys():
        raise TypeError(f"No such settings of an import: {sorted(unknown)}")
    checked = {name: _CHECKS[name](value) for name, value in said.items()}
    checked.setdefault("time_zone", ZoneInfo(store.time_zone) if store else ZoneInfo("UTC"))
    return How(currency=currency, **checked)


def _one_of(name: str, allowed: Any) -> Any:
    def check(value: str) -> str:
        if value not in allowed:
            listed = ", ".join(repr(one) for one in allowed)
            raise Invalid(f"It is one of {listed}.", name)
        return value

    return check


def _encoding(value: str) -> str:
    plain = re.sub(r"[\s_]+", "-", value.strip().lower())
    known = {"latin-1": "iso-8859-1", "utf8": "utf-8", "gbk": "gb18030", "cp1252": "windows-1252"}
    found: str = _one_of("encoding", ENCODINGS)(known.get(plain, plain))
    return found


def _delimiter(value: str) -> str:
    by_name = {name: sign for sign, name in DELIMITERS.items()}
    found: str = _one_of("delimiter", DELIMITERS)(by_name.get(value, value))
    return found


def _date_order(value: str) -> DateOrder:
    try:
        return DateOrder[value.upper()]
    except KeyError:
        raise Invalid("It is one of DMY, MDY, YMD.", "date_order") from None


_CHECKS: Mapping[str, Any] = {
    "encoding": _encoding,
    "delimiter": _delimiter,
    "date_order": _date_order,
    "decimal_mark": _one_of("decimal_mark", DECIMAL_MARKS),
    "time_zone": lambda value: ZoneInfo(places.time_zone(value, "time_zone")),
}
"""What may be said of how files are read, and the rule of each."""
