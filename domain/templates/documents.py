"""A document as it is kept: its text, its hash, and what it says of itself.

The api has `media` check it and read the facts; what no database keeps is refused here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from domain.errors import Invalid
from domain.json_text import in_order, sha256_of
from domain.templates.states import SlotKind, TemplateKind
from domain.text import is_storable

DEEPEST = 40
"""Levels of lists and objects; what ships has 21."""


class BadDocument(Invalid):
    """What is wrong in a document: in which layer or slot, and by which rule."""

    usual_rule: ClassVar[str] = "template.schema"

    def __init__(
        self,
        message: str,
        *path: str,
        layer: str | None = None,
        slot: str | None = None,
        rule: str = usual_rule,
    ) -> None:
        super().__init__(message, *path)
        self.layer, self.slot, self.rule = layer, slot, rule


@dataclass(frozen=True)
class SlotFacts:
    """A slot of a document; a list's fields follow it, named `list.field`."""

    name: str
    kind: SlotKind
    label: str
    label_zh: str | None = None
    within: str | None = None
    is_required: bool = False
    is_computed: bool = False
    max_chars: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    options: Sequence[str] = ()
    binding: str | None = None
    above: str | None = None
    symbology: str | None = None
    default: Any = None


@dataclass(frozen=True)
class Document:
    """One that has been checked."""

    text: str
    kind: TemplateKind
    title: str
    title_zh: str | None
    width_px: int
    height_px: int
    languages: Sequence[str]
    presets: Sequence[str]
    slots: Sequence[SlotFacts]

    @property
    def sha256(self) -> str:
        return sha256_of(self.text)

    def columns(self) -> dict[str, Any]:
        """Of the row of a version, by name."""
        return {
            "document": self.text,
            "sha256": self.sha256,
            "width_px": self.width_px,
            "height_px": self.height_px,
            "languages": in_order(list(self.languages)),
            "presets": in_order(list(self.presets)),
        }

    def slot_rows(self) -> list[dict[str, Any]]:
        """Of the rows of its slots."""
        return [
            {
                "position": position,
                "name": slot.name,
                "within": slot.within,
                "kind": slot.kind,
                "label": slot.label,
                "label_zh": slot.label_zh,
                "is_required": slot.is_required,
                "is_computed": slot.is_computed,
                "max_chars": slot.max_chars,
                "min_items": slot.min_items,
                "max_items": slot.max_items,
                "options": in_order(list(slot.options)),
                "binding": slot.binding,
                "above": slot.above,
                "symbology": slot.symbology,
                "default_value": None if slot.default is None else in_order(slot.default),
            }
            for position, slot in enumerate(self.slots)
        ]


def written(document: Any) -> str:
    """Its one text: no blanks, all letters as they are. Raises BadDocument.

    Fields stay in the order in which they were written: that of slots, colours and languages says
    something.
    """
    _check_words(document)
    try:
        return in_order(document)
    except ValueError:
        raise BadDocument("A number in it is none that JSON has.") from None


def _check_words(document: Any) -> None:
    """Every text in it, names of fields too, can be kept; and it is not too deep to be walked."""
    left: list[tuple[Any, tuple[str, ...]]] = [(document, ())]
    while left:
        value, path = left.pop()
        if len(path) > DEEPEST:
            raise BadDocument(f"It is nested deeper than {DEEPEST}.")
        if isinstance(value, str):
            _check_word(value, path)
        elif isinstance(value, dict):
            for name in value:
                _check_word(name, path)
            left += [(part, (*path, name)) for name, part in value.items()]
        elif isinstance(value, list):
            left += [(part, (*path, str(place))) for place, part in enumerate(value)]


def _check_word(word: str, path: tuple[str, ...]) -> None:
    if not is_storable(word):
        said = "It holds a character that cannot be stored (U+0000 or half a pair)."
        raise BadDocument(said, *path, rule="template.text")
