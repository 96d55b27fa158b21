"""The value of an IMAGE or LOGO slot: a photo's name, or {asset, focus, subject}."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from media.errors import BadValue, MissingAsset

Ratio = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shot:
    """An asset's name, and what somebody knows of the photo."""

    asset: str
    focus: Ratio | None = None
    subject: tuple[float, float, float, float] | None = None


def _ratios(value: Any, count: int, name: str) -> tuple[float, ...]:
    if not isinstance(value, list | tuple) or len(value) != count:
        raise BadValue(f"{name} is {count} figures from 0 to 1")
    for part in value:
        if isinstance(part, bool) or not isinstance(part, int | float) or not 0 <= part <= 1:
            raise BadValue(f"{name} is {count} figures from 0 to 1")
    return tuple(float(part) for part in value)


def read(value: Any, assets: Collection[str]) -> Shot:
    """Raises BadValue and MissingAsset."""
    given = {"asset": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not isinstance(given.get("asset"), str):
        raise BadValue("Must be an asset's name, or {asset, focus, subject}")
    if unknown := set(given) - {"asset", "focus", "subject"}:
        raise BadValue(f"A picture has no {min(map(str, unknown))!r}")
    if given["asset"] not in assets:
        raise MissingAsset(given["asset"])
    focus = subject = None
    if given.get("focus") is not None:
        x, y = _ratios(given["focus"], 2, "focus")
        focus = (x, y)
    if given.get("subject") is not None:
        left, top, right, bottom = _ratios(given["subject"], 4, "subject")
        if right - left < 0.01 or bottom - top < 0.01:
            raise BadValue("subject is left, top, right, bottom, and not empty")
        subject = (left, top, right, bottom)
    return Shot(given["asset"], focus, subject)
