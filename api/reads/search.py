"""What search strings may ask of a model, and the conditions they become."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import Boolean, Enum, Integer, String, Text, and_, false, func, not_, or_, true
from sqlalchemy.types import TypeEngine

from api.reads.beginnings import begins
from api.reads.compiler import Compiler, Given, Pick, refuse
from api.reads.filters import COMPARE, sane
from api.reads.search_string import Several, Term, parsed
from api.reads.selection import Asked
from api.reads.text import Holds, HoldsOne, constant
from domain.base import Scaled, UtcDateTime, Words, to_millisecond
from domain.scope import Among, Many
from domain.text import fold


class Search:
    """What a search may ask of a model: the folded column, and columns by key."""

    def __init__(self, words: str | None, **keys: str | Callable[[Any], Any]) -> None:
        self.words, self.keys = words, keys

    @property
    def said(self) -> str:
        """For the argument's description."""
        words = "Words look into its text. " if self.words else ""
        return f"{words}Keys: {', '.join(sorted(self.keys))}." if self.keys else words.strip()

    def condition(self, compiler: Compiler, asked: Asked, row: Any, tree: Several | Term) -> Any:
        if isinstance(tree, Term):
            return self.term(compiler, asked, row, tree)
        parts = [self.condition(compiler, asked, row, part) for part in tree.parts]
        match tree.joint:
            case "and":
                return and_(true(), *parts)
            case "or":
                return or_(false(), *parts)
            case _:
                return not_(func.coalesce(parts[0], false()))

    def term(self, compiler: Compiler, asked: Asked, row: Any, term: Term) -> Any:
        if term.key is None:
            if not self.words:
                raise refuse("This list is searched by keys only: " + ", ".join(sorted(self.keys)))
            words = compiler.bind(asked, _of_term(term.place, fold), Text())
            return Holds(getattr(row, self.words), words)
        if term.key not in self.keys:
            known = ", ".join(sorted(self.keys))
            raise refuse(f"This list has no search key {term.key!r}; it has: {known}.")
        named = self.keys[term.key]
        column = getattr(row, named) if isinstance(named, str) else named(row)
        kind = SeveralWords if getattr(column.type, "holds_several", False) else OneValue
        return kind(compiler, asked, column, term).condition()


@dataclass(frozen=True)
class OneValue:
    """A key that is a column of one value."""

    compiler: Compiler
    asked: Asked
    column: Any
    term: Term

    def bound(self, pick: Callable[[str], Any], type_: TypeEngine[Any]) -> Any:
        return self.compiler.bind(self.asked, _of_term(self.term.place, pick), type_)

    def value(self, text: str) -> Any:
        assert self.term.key
        return read(text, self.column.type, self.term.key)

    def condition(self) -> Any:
        kind = self.column.type
        match self.term.sign:
            case "any":
                return self.column.is_not(None)
            case "in":
                each = lambda text: [self.value(part) for part in text.split(",") if part]  # noqa: E731  typed so
                return Among(self.column, self.bound(each, Many(kind)))
            case "starts":
                if not isinstance(kind, String | Words | Enum):
                    raise refuse(f"The search key {self.term.key!r} has no beginning to look for.")
                if isinstance(kind, Enum):  # in any case, as `eq` is
                    return begins(self.column, lambda take: self.bound(_upper(take), Text()))
                return begins(self.column, lambda take: self.bound(take, kind))
            case sign:
                return COMPARE[sign](self.column, self.bound(self.value, kind))


class SeveralWords(OneValue):
    """A key that is a column of several words, such as tags."""

    def condition(self) -> Any:
        match self.term.sign:
            case "any":
                return self.column != constant("")
            case "in":
                words = Many(self.column.type)
                sought = self.bound(lambda text: list(filter(None, text.split(","))), words)
                return HoldsOne(self.column, sought)
            case "starts":
                return Holds(self.column, self.bound(lambda text: " " + fold(text), Text()))
            case _:
                return super().condition()


def _upper(take: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: take(text.upper())


def _of_term(place: int, pick: Callable[[str], Any]) -> Pick:
    def found(given: Given, _moment: Any) -> Any:
        term = next(term for term in parsed(given["query"]).terms() if term.place == place)
        return pick(term.value)

    return found


def read(text: str, kind: TypeEngine[Any], key: str) -> Any:
    """A search value as its column's type takes it."""
    try:
        match kind:
            case UtcDateTime():
                found = datetime.fromisoformat(text)
                return to_millisecond(found if found.tzinfo else found.replace(tzinfo=UTC))
            case Enum(enum_class=choice) if choice is not None:
                return choice[text.upper()]
            case Boolean():
                return {"true": True, "false": False}[text.lower()]
            case Scaled():
                return sane(Decimal(text))
            case Integer():
                return sane(int(text))
            case _:
                return text
    except (ValueError, KeyError, InvalidOperation, OverflowError):
        raise refuse(f"{text[:40]!r} is no value for the search key {key!r}.") from None
