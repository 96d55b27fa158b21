"""Search strings as Shopify has them: `red mug state:OPEN price:>=10 -tag:old (a OR b) name:"x y"`.

Terms stand side by side for AND; `OR`, `NOT`, `-` and brackets as usual. A bare term is looked for
in the model's folded text. `key:value` compares a column; `key:>value`, `>=`, `<`, `<=` compare in
order; `key:a,b` is one of several; `key:ab*` begins so; `key:*` has any value.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Enum, Integer, String, Text, and_, false, func, not_, or_, true
from sqlalchemy.types import TypeEngine

from api.reads.compiler import Compiler, Given, Pick, refuse
from api.reads.filters import COMPARE, sane
from api.reads.ids import row_id
from api.reads.selection import Asked
from api.reads.text import Holds, HoldsOne, constant
from domain.base import RowId, Scaled, UtcDateTime, Words, to_millisecond
from domain.scope import Among, Many
from domain.text import fold, is_storable

LONGEST, MOST_TERMS, DEEPEST = 1_000, 30, 8
_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])|(?P<minus>-)(?=[^\s)])
    |(?:(?P<key>[A-Za-z_]\w*):(?P<sign>>=|<=|>|<)?)?(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<bare>[^\s()"]+)))""",
    re.VERBOSE,
)


@dataclass(frozen=True)
class Term:
    """One comparison; `place` counts the terms from the left."""

    place: int
    key: str | None
    sign: str  # eq, gt, gte, lt, lte, in, starts, any, or holds for a bare term
    value: str

    @property
    def skeleton(self) -> Any:
        return self.key, self.sign


@dataclass(frozen=True)
class Several:
    """Terms joined by `and`, `or`, or the opposite of one by `not`."""

    joint: str
    parts: tuple["Several | Term", ...]

    @property
    def skeleton(self) -> Any:
        return self.joint, *(part.skeleton for part in self.parts)

    def terms(self) -> Iterator[Term]:
        for part in self.parts:
            yield from part.terms() if isinstance(part, Several) else [part]


@lru_cache(2_000)
def parsed(text: str) -> Several:
    """The tree of a search string; BAD_USER_INPUT says what is wrong with it."""
    if len(text) > LONGEST:
        raise refuse(f"A search has up to {LONGEST} characters.")
    if not is_storable(text):
        raise refuse("No text holds U+0000 or half a surrogate pair.")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[re.Match[str]] = []
        self.at = self.terms = 0
        end, text = 0, text.rstrip()
        while end < len(text):
            found = _TOKEN.match(text, end)
            if not found:
                raise refuse(f"The search cannot be read from {text[end:].strip()[:20]!r} on.")
            self.tokens.append(found)
            end = found.end()

    def whole(self) -> Several:
        tree = self.either(0)
        if self.at < len(self.tokens):
            raise refuse("The search has a bracket that closes nothing.")
        return tree

    def peek(self, group: str = "bare") -> str | None:
        return self.tokens[self.at][group] if self.at < len(self.tokens) else None

    def either(self, depth: int) -> Several:
        if depth > DEEPEST:
            raise refuse(f"Brackets nest up to {DEEPEST} deep in a search.")
        parts = [self.all_of(depth)]
        while self.peek() == "OR" and not self.peek("key"):
            self.at += 1
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else Several("or", tuple(parts))

    def all_of(self, depth: int) -> Several:
        parts: list[Several | Term] = []
        while self.at < len(self.tokens) and self.peek("bracket") != ")":
            word = None if self.peek("key") else self.peek()
            if word == "OR":
                break
            if word == "AND":
                self.at += 1
                continue
            parts.append(self.one(depth))
        return Several("and", tuple(parts))

    def one(self, depth: int) -> Several | Term:
        token = self.tokens[self.at]
        self.at += 1
        if token["minus"] or (token["bare"] == "NOT" and not token["key"]):
            if depth > DEEPEST or self.at >= len(self.tokens) or self.peek("bracket") == ")":
                raise refuse("The search says NOT of nothing.")
            return Several("not", (self.one(depth + 1),))
        if token["bracket"]:
            inner = self.either(depth + 1)
            if self.peek("bracket") != ")":
                raise refuse("The search has a bracket that is not closed.")
            self.at += 1
            return inner
        return self.term(token)

    def term(self, token: re.Match[str]) -> Term:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise refuse(f"A search has up to {MOST_TERMS} terms.")
        quoted, key, sign = token["quoted"], token["key"], token["sign"]
        value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else token["bare"]
        if key is None:
            return Term(self.terms, None, "holds", value)
        kind = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", None: "eq"}[sign]
        if kind == "eq" and quoted is None:
            if value == "*":
                kind = "any"
            elif value.endswith("*"):
                kind, value = "starts", value[:-1]
            elif "," in value:
                kind = "in"
        return Term(self.terms, key, kind, value)


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
        def bound(pick: Callable[[str], Any], type_: TypeEngine[Any]) -> Any:
            return compiler.bind(asked, _of_term(term.place, pick), type_)

        if term.key is None:
            if not self.words:
                raise refuse("This list is searched by keys only: " + ", ".join(sorted(self.keys)))
            return Holds(getattr(row, self.words), bound(fold, Text()))
        if term.key not in self.keys:
            known = ", ".join(sorted(self.keys))
            raise refuse(f"This list has no search key {term.key!r}; it has: {known}.")
        named = self.keys[term.key]
        column = getattr(row, named) if isinstance(named, str) else named(row)
        key, kind = term.key, column.type

        def value(text: str) -> Any:
            return read(text, kind, key)

        holds_several = getattr(kind, "holds_several", False)
        match term.sign:
            case "any" if holds_several:
                return column != constant("")
            case "in" if holds_several:
                sought = bound(lambda text: [part for part in text.split(",") if part], Many(kind))
                return HoldsOne(column, sought)
            case "starts" if holds_several:
                return Holds(column, bound(lambda text: " " + fold(text), Text()))
            case "any":
                return column.is_not(None)
            case "in":
                items = bound(
                    lambda text: [value(part) for part in text.split(",") if part], Many(kind)
                )
                return Among(column, items)
            case "starts" if not isinstance(kind, String | Words | Enum):
                raise refuse(f"The search key {key!r} has no beginning to look for.")
            case "starts":
                start = bound(str, Text())
                return func.substr(column, 1, func.length(start)) == start
            case sign:
                return COMPARE[sign](column, bound(value, kind))


def _of_term(place: int, pick: Callable[[str], Any]) -> Pick:
    def found(given: Given, _moment: Any) -> Any:
        term = next(term for term in parsed(given["query"]).terms() if term.place == place)
        return pick(term.value)

    return found


def read(text: str, kind: TypeEngine[Any], key: str) -> Any:  # noqa: PLR0911
    """A search value as its column's type takes it."""
    try:
        match kind:
            case UtcDateTime():
                found = datetime.fromisoformat(text)
                return to_millisecond(found if found.tzinfo else found.replace(tzinfo=UTC))
            case RowId():
                return row_id(None, text)
            case Enum(enum_class=choice) if choice is not None:
                return choice[text.upper()]
            case Boolean():
                return {"true": True, "false": False}[text.lower()]
            case Scaled():
                return sane(Decimal(text), kind)
            case Integer():
                return sane(int(text), kind)
            case _:
                return text
    except (ValueError, KeyError, InvalidOperation, OverflowError):
        raise refuse(f"{text[:40]!r} is no value for the search key {key!r}.") from None
