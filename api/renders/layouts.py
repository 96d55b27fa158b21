"""Layouts tried before anything is queued, so that words without room are told of at once.

A font that somebody added is opened in a child process alone; without one, a layout is tried here.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from api.renders.children import AT_ONCE, renderer
from api.renders.versions import Version
from api.storage import Missing, Storage
from domain.json_text import canonical, sha256_of

if TYPE_CHECKING:
    from media.errors import MediaError

MOST = 1_000
"""So many are tried at once: they take 3 s of one processor of posters, 18 s of long pages."""
A_CHILD = 50


@dataclass(frozen=True)
class Layout:
    """A version of a template, for a preset by its name, with values, pictures and fonts.

    Of the pictures it takes the names alone: alike for all products whose words are alike.
    """

    version: Version
    preset: str | None
    values: Mapping[str, Any]
    pictures: Sequence[str]
    fonts: Mapping[str, str]

    @cached_property
    def of(self) -> tuple[str, str | None, tuple[str, ...]]:
        """What a child is handed once for many."""
        return self.version.pin.sha256, self.preset, tuple(sorted(self.fonts))

    @cached_property
    def identity(self) -> str:
        """Equal ones are laid out alike."""
        told = {"of": self.of, "values": self.values, "pictures": sorted(self.pictures)}
        return sha256_of(canonical(told))


@dataclass
class Layouts:
    """What came of each, by identity, for as long as a change takes: each is tried once."""

    storage: Storage
    found: dict[str, "MediaError | None"] = field(default_factory=dict)

    def check(self, one: Layout) -> None:
        """Raises the MediaError that drawing it would raise."""
        if one.identity not in self.found:
            tried = self._in_child([one]) if one.fonts else [_here(one)]
            self.found[one.identity] = tried[0]
        if (error := self.found[one.identity]) is not None:
            raise error

    def try_first(self, layouts: Sequence[Layout]) -> None:
        """The first MOST of those that differ, in children, as many at a time as there are."""
        distinct = {one.identity: one for one in layouts}
        first = [one for one in distinct.values() if one.identity not in self.found][:MOST]
        with ThreadPoolExecutor(AT_ONCE) as threads:
            parts = list(_parted(first))
            for part, tried in zip(parts, threads.map(self._in_child, parts), strict=True):
                self.found |= zip([one.identity for one in part], tried, strict=True)

    def refusal(self, one: Layout) -> "MediaError | None":
        """Why it cannot be drawn; None too for one that was not tried."""
        return self.found.get(one.identity)

    def _in_child(self, alike: Sequence[Layout]) -> Sequence["MediaError | None"]:
        """What a child cannot find out in time is refused to nobody: the job will tell."""
        from media.child.trials import refusals  # noqa: PLC0415  imports what draws
        from media.errors import BadFont, MediaError, RenderFailed  # noqa: PLC0415

        first = alike[0]
        document = json.loads(first.version.document)
        tried = [(one.values, list(one.pictures)) for one in alike]
        try:
            fonts = {name: self.storage.get(key) for name, key in first.fonts.items()}
            return refusals(renderer(), document, tried, first.preset, fonts)
        except Missing:
            return [BadFont(min(first.fonts), "is gone from the storage")] * len(alike)
        except RenderFailed:
            return [None] * len(alike)
        except MediaError as error:
            return [error] * len(alike)


def _here(one: Layout) -> "MediaError | None":
    from media.trial import refusals  # noqa: PLC0415  imports what draws

    [found] = refusals(json.loads(one.version.document), [(one.values, one.pictures)], one.preset)
    return found


def _parted(layouts: Sequence[Layout]) -> Iterator[list[Layout]]:
    """Into parts that one child can be handed."""
    by_kind: dict[object, list[Layout]] = {}
    for one in layouts:
        by_kind.setdefault(one.of, []).append(one)
    for alike in by_kind.values():
        for start in range(0, len(alike), A_CHILD):
            yield alike[start : start + A_CHILD]
