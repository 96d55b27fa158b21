"""Which files a set of values asks for, as the template's own slots read them."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from media.document.brand import SETTING as FONTS
from media.document.slots import fill
from media.document.template import Template
from media.errors import MediaError


class _Asked(Collection[str]):
    """Has every name that it is asked for, and remembers them in order."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def __contains__(self, name: object) -> bool:
        if isinstance(name, str):
            self.names[name] = None
        return isinstance(name, str)

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)


def _holds(value: Any, name: str) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(part, name) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_holds(part, name) for part in value)
    return bool(value == name)


def wanted(template: Template, values: Mapping[str, Any]) -> dict[str, str]:
    """The slot of each asset's name; raises what `fill` raises of values that are wrong.

    Which families there are is not asked here: they are no assets.
    """
    asked = _Asked()
    try:
        fill(template, {name: one for name, one in values.items() if name != FONTS}, asked)
    except MediaError as error:
        raise error.within(template=template.name) from None
    slots = [name for name in values if name in template.slots]
    return {
        name: next((slot for slot in slots if _holds(values[slot], name)), "")
        for name in asked.names
    }
