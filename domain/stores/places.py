"""Where and in what a store trades: time zones, currencies and countries, as the standards say."""

import re
from functools import cache
from zoneinfo import available_timezones

from domain import text
from domain.currencies import DECIMALS
from domain.errors import Invalid


def time_zone(given: str, *path: str) -> str:
    """A name of the IANA time zone database, such as `Asia/Shanghai`."""
    if given not in _time_zones():
        raise Invalid(f"{given[:64]!r} is no time zone of the IANA database.", *path)
    return given


def currency(given: str, *path: str) -> str:
    """A code of ISO 4217, such as `CNY`."""
    if given not in DECIMALS:
        raise Invalid(f"{given[:12]!r} is no currency of ISO 4217.", *path)
    return given


def country(given: str, *path: str) -> str:
    """The form of an ISO 3166 alpha-2 code, such as `CN`."""
    if not re.fullmatch("[A-Z]{2}", given):
        raise Invalid("A country is two capital letters of ISO 3166, such as CN.", *path)
    return given


def website(given: str, *path: str) -> str:
    """An address a browser can open."""
    if not re.fullmatch(r"https?://[^\s/]\S{0,290}", given):
        raise Invalid("A website starts with https:// and has up to 290 characters more.", *path)
    return given


def secure_website(given: str, *path: str) -> str:
    """Where buyers are sent: https, and no longer than a code on a poster holds."""
    if not re.fullmatch(r"https://[^\s/]\S{0,191}", given):
        raise Invalid("It starts with https:// and has up to 192 characters more.", *path)
    return text.words(given, *path)


def address(given: str, *path: str) -> str:
    """Where a shop is found, in a line, as its country writes it."""
    said = text.name(given, *path)
    if len(said.splitlines()) > 1:
        raise Invalid("An address is a line.", *path)
    return said


@cache
def _time_zones() -> frozenset[str]:
    """Without the two that are no place: the machine's own, and the one for clocks not yet set."""
    return frozenset(available_timezones() - {"localtime", "Factory"})
