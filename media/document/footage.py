"""The value of a VIDEO slot: a clip's name, or {asset, from} with the second it is shown from."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from media.errors import BadValue, MissingAsset

LAST_S = 600.0


@dataclass(frozen=True, slots=True)
class Footage:
    """An asset's name, and the second of it that comes first."""

    asset: str
    from_s: float = 0.0


def read(value: Any, assets: Collection[str]) -> Footage:
    """Raises BadValue and MissingAsset."""
    given = {"asset": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not isinstance(given.get("asset"), str):
        raise BadValue("Must be an asset's name, or {asset, from}")
    if unknown := set(given) - {"asset", "from"}:
        raise BadValue(f"A clip has no {min(map(str, unknown))!r}")
    start: Any = 0.0 if given.get("from") is None else given["from"]
    is_number = isinstance(start, int | float) and not isinstance(start, bool)
    if not is_number or not 0 <= start <= LAST_S:  # nor is NaN
        raise BadValue(f"from is seconds, 0 to {LAST_S:.0f}")
    if given["asset"] not in assets:
        raise MissingAsset(given["asset"])
    return Footage(given["asset"], float(start))
