"""What differs between two documents, part by part; pure.

Layers, scenes and samples are known by their names, slots and colours by theirs: of these the order
says something too, so that what stands elsewhere among the others has MOVED. Other lists are a
value as a whole, and the order of other fields says nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Path = tuple[str, ...]
IN_ORDER = frozenset({"slots", "fields", "colors"})
"""Objects whose order of fields says something."""


class ChangeKind(StrEnum):
    """What became of a part of a document."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"
    MOVED = "MOVED"


@dataclass(frozen=True)
class Change:
    """`path` leads to the part, by names; `before` and `after` are what stands there.

    What is ADDED comes with its place among the others, from 0; of what has MOVED both are places.
    """

    path: Path
    kind: ChangeKind
    before: Any = None
    after: Any = None
    place: int | None = None


def differences(before: Any, after: Any, path: Path = ()) -> list[Change]:
    """In the order of `after`, what was removed first; none for the same."""
    return list(_between(before, after, path))


def _between(before: Any, after: Any, path: Path) -> Iterator[Change]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from _among(before, after, path, in_order=bool(path) and path[-1] in IN_ORDER)
    elif (old := _by_name(before)) is not None and (new := _by_name(after)) is not None:
        yield from _among(old, new, path, in_order=True)
    elif not is_same(before, after):
        yield Change(path, ChangeKind.CHANGED, before, after)


def _among(
    before: Mapping[str, Any], after: Mapping[str, Any], path: Path, *, in_order: bool
) -> Iterator[Change]:
    for name, value in before.items():
        if name not in after:
            yield Change((*path, name), ChangeKind.REMOVED, before=value)
    stay = [name for name in before if name in after]
    moved = set(stay) - set(_longest_in_order(stay, after)) if in_order else set()
    places = {name: place for place, name in enumerate(before)}
    for place, (name, value) in enumerate(after.items()):
        here = (*path, name)
        if name not in before:
            yield Change(here, ChangeKind.ADDED, after=value, place=place if in_order else None)
            continue
        if name in moved:
            yield Change(here, ChangeKind.MOVED, places[name], place, place)
        yield from _between(before[name], value, here)


def _by_name(value: Any) -> Mapping[str, Any] | None:
    """A list of objects that each have a name of their own, by name."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    found: dict[str, Any] = {}
    for part in value:
        name = part.get("name") if isinstance(part, Mapping) else None
        if not isinstance(name, str) or name in found:
            return None
        found[name] = part
    return found


def _longest_in_order(names: Sequence[str], after: Mapping[str, Any]) -> list[str]:
    """As many as can stay where they are while the rest moves."""
    places = {name: place for place, name in enumerate(after)}
    ends: list[int] = []  # by length: the place in `names` of the last of the best so far
    back: dict[int, int | None] = {}
    for here, name in enumerate(names):
        length = next(
            (at for at, end in enumerate(ends) if places[names[end]] > places[name]), len(ends)
        )
        back[here] = ends[length - 1] if length else None
        ends[length : length + 1] = [here]
    found: list[str] = []
    last = ends[-1] if ends else None
    while last is not None:
        found.append(names[last])
        last = back[last]
    return found


def is_same(one: Any, other: Any) -> bool:
    """As JSON: true is not 1, and 1.0 is."""
    match one, other:
        case (bool(), _) | (_, bool()):
            return one is other
        case Mapping(), Mapping():
            return one.keys() == other.keys() and all(is_same(one[k], other[k]) for k in one)
        case list(), list():
            pairs = zip(one, other, strict=False)
            return len(one) == len(other) and all(is_same(a, b) for a, b in pairs)
    return bool(one == other)
