"""What a field of the catalogue may hold: each rule gives back what is kept, or raises."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from domain import text
from domain.catalogue import gtin
from domain.errors import Invalid, LimitExceeded
from domain.money import UnitPrice

OPTIONS = 3
ATTRIBUTES = 50
PICTURES = 250
LONGEST_HANDLE = 255
HEAVIEST_G = 10**9


def handle(given: str, *path: str) -> str:
    """As shops have them in their products' addresses: small letters and digits of any script."""
    said = unicodedata.normalize("NFC", given)
    has_ends = said[:1].isalnum() and said[-1] not in "-_"
    if not has_ends or len(said) > LONGEST_HANDLE or not all(map(_stands_in_handle, said)):
        raise Invalid(
            f"A product's handle is up to {LONGEST_HANDLE} small letters and digits, with dashes"
            " or underscores between.",
            *path,
        )
    return said


def _stands_in_handle(sign: str) -> bool:
    is_mark = unicodedata.category(sign)[0] == "M"  # which some scripts put after their letters
    return sign in "-_" or is_mark or (sign.isalnum() and sign == sign.lower())


def sku(given: str, *path: str) -> str:
    return text.name(given, *path, longest=100)


def barcode(given: str | None, *path: str) -> str | None:
    """Empty text means none, as files have it."""
    return gtin.gtin(given, *path) if given and given.strip() else None


def price(given: UnitPrice, *path: str) -> UnitPrice:
    if given.micros < 0:
        raise Invalid("It must not be below zero.", *path, "amount")
    return given


def weight_g(given: int | None, *path: str) -> int | None:
    if given is not None and not 0 <= given <= HEAVIEST_G:
        raise Invalid("A weight in grams is at least 0 and at most 1,000,000,000.", *path)
    return given


def position(given: int, *path: str) -> int:
    if given < 0:
        raise Invalid("Positions count from 0.", *path)
    return given


def option_names(given: Sequence[str], *path: str) -> tuple[str, ...]:
    """Up to three different names: Colour, Size."""
    if len(given) > OPTIONS:
        raise LimitExceeded(f"A product has up to {OPTIONS} options.", OPTIONS, *path)
    names = tuple(text.name(one, *path, str(i), longest=60) for i, one in enumerate(given))
    if len({text.fold(one) for one in names}) < len(names):
        raise Invalid("Each option has its own name.", *path)
    return names


def option_values(given: Sequence[str], options: int, *path: str) -> tuple[str, str, str]:
    """One value for each of the product's options, then empty text up to three."""
    if len(given) != options:
        raise Invalid(f"The product has {options} options, so give {options} values.", *path)
    values = [text.name(one, *path, str(i), longest=100) for i, one in enumerate(given)]
    first, second, third = values + [""] * (OPTIONS - options)
    return first, second, third


def url(given: str, *path: str) -> str:
    """An absolute http or https address without blanks or a user name; nobody opens it here."""
    said = text.name(given, *path, longest=2000)
    wrong = Invalid("It must be an address that begins with http:// or https://.", *path)
    try:
        parts = urlsplit(said)
        _ = parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise wrong
    if re.search(r"[\s\x00-\x1f\x7f\\]", said):
        raise wrong
    return said


def attributes(given: Sequence[tuple[str, str]], *path: str) -> list[tuple[str, str]]:
    """Names and values in their order; each name once."""
    if len(given) > ATTRIBUTES:
        raise LimitExceeded(f"A product has up to {ATTRIBUTES} attributes.", ATTRIBUTES, *path)
    kept: dict[str, tuple[str, str]] = {}
    for place, (name, value) in enumerate(given):
        here = (*path, str(place))
        said = text.name(name, *here, "name", longest=100)
        if text.fold(said) in kept:
            raise Invalid("Each attribute has its own name.", *here, "name")
        kept[text.fold(said)] = said, text.name(value, *here, "value", longest=500)
    return list(kept.values())
