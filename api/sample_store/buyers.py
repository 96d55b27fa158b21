"""Who buys in the sample store. Nobody: names are common ones, streets are made up.

Telephone numbers come from ranges kept for fiction (Arcep 06 39 98, BNetzA 030 23125, ComReg
020 91); where a country has none, there is none. The Chinese ones start with 126, and no mobile
number does. Mail goes to `example` domains, which are nobody's (RFC 2606).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any
from unicodedata import normalize

from api.sample_store.reading import content
from domain.orders.stated import StatedBuyer, StatedContact

HOSTS = ("example.com", "example.org", "example.net")
REGULARS = 0.55
"""The share of buyers who know the store from its first day; the others find it later."""


@dataclass(frozen=True)
class Person:
    """A buyer, how eagerly they buy, and from which day of the story."""

    buyer: StatedBuyer
    contact: StatedContact
    eagerness: float
    since: int


def people_of(store: str, days: int, chance: Random) -> list[Person]:
    """All buyers of a store."""
    said = content("customers")[store]
    homes = _chinese(said, chance) if store == "tmall" else _european(said, chance)
    return [
        Person(
            StatedBuyer(external_id=external_id, handle=handle),
            contact,
            eagerness=(place + 2) ** -0.65,
            since=0 if chance.random() < REGULARS else int(chance.random() * days * 0.9),
        )
        for place, (external_id, handle, contact) in enumerate(homes)
    ]


Home = tuple[str, str | None, StatedContact]


def _chinese(said: Mapping[str, Any], chance: Random) -> list[Home]:
    homes: list[Home] = []
    for number, name in enumerate(said["names"].split()):
        region, city, district, street, postcode = _one(said["places"], chance)
        door = (
            f"{_upto(180, chance)}号{_upto(24, chance)}幢{_upto(18, chance)}0{_upto(4, chance)}室"
        )
        contact = StatedContact(
            name=name,
            phone=f"126{_upto(9000, chance) + 1000:04d}{1000 + number * 97:04d}",
            address1=f"{district}{street}{door}",
            city=city,
            region=region,
            postcode=postcode,
            country="CN",
        )
        uid = f"AAH{_upto(10**9, chance):09d}{number:03d}"
        homes.append((uid, f"tb{_upto(10**8, chance):08d}", contact))
    return homes


def _european(said: Mapping[str, Any], chance: Random) -> list[Home]:
    homes: list[Home] = []
    everybody = [(country, name) for country, names in said["names"].items() for name in names]
    for number, (country, name) in enumerate(sorted(everybody, key=lambda _: chance.random())):
        city, region, street, postcode = _one(said["places"][country], chance)
        house = _upto(90, chance)
        contact = StatedContact(
            name=name,
            phone=_digits(said["phones"].get(country), chance),
            email=f"{'.'.join(_ascii(name).lower().split())}@{HOSTS[number % len(HOSTS)]}",
            address1=f"{house} {street}" if country in {"FR", "IE", "BE"} else f"{street} {house}",
            city=city,
            region=region,
            postcode=postcode,
            country=country,
        )
        homes.append((str(7_204_118_000 + number * 37), None, contact))
    return homes


def _one(places: list[list[str]], chance: Random) -> list[str]:
    """One of them, the first more often than the last."""
    return places[int(chance.random() ** 1.4 * len(places))]


def _upto(most: int, chance: Random) -> int:
    return 1 + int(chance.random() * (most - 1))


def _digits(form: str | None, chance: Random) -> str | None:
    """The form with a digit for each `#`."""
    if form is None:
        return None
    return "".join(str(int(chance.random() * 10)) if sign == "#" else sign for sign in form)


def _ascii(name: str) -> str:
    return normalize("NFKD", name).encode("ascii", "ignore").decode()
