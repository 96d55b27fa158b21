"""Search strings, read a second time: one character after the other, one branch a row."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any

from tests.reference.by_hand import SEARCHES, Tags, fold
from tests.reference.columns import kind_of, plain
from tests.reference.refusals import bad, storable
from tests.reference.rows import MODELS, Tables

Test = Callable[[Any], bool]
SIGNS = (">=", "<=", ">", "<", "")


@dataclass(frozen=True)
class Word:
    """A token: a bracket, a minus, or a value, perhaps with a key and a sign."""

    text: str
    is_mark: bool = False
    key: str | None = None
    sign: str = ""
    is_quoted: bool = False

    def says(self, word: str) -> bool:
        return self.text == word and not (self.is_mark or self.is_quoted or self.key)


def words_of(text: str) -> list[Word]:
    found: list[Word] = []
    at = 0
    while at < len(text):
        rest = text[at:]
        if rest[0].isspace():
            at += 1
        elif rest[0] in "()" or (
            rest[0] == "-" and len(rest) > 1 and not re.match(r"[\s)]", rest[1])
        ):
            found.append(Word(rest[0], is_mark=True))
            at += 1
        else:
            word, length = value_in(rest)
            found.append(word)
            at += length
    return found


def value_in(rest: str) -> tuple[Word, int]:
    key = re.match(r"([A-Za-z_]\w*):", rest)
    for begin, name in ([(key.end(), key[1])] if key else []) + [(0, None)]:
        for sign in SIGNS if name else ("",):
            start = begin + len(sign)
            if not rest.startswith(sign, begin):
                continue
            if quoted := re.compile(r'"((?:[^"\\]|\\.)*)"').match(rest, start):
                text = re.sub(r"\\(.)", r"\1", quoted[1])
                return Word(text, key=name, sign=sign, is_quoted=True), quoted.end()
            if bare := re.compile(r'[^\s()"]+').match(rest, start):
                return Word(bare[0], key=name, sign=sign), bare.end()
    raise bad("a quote that is not closed")


class Search:
    """The `query` argument of a list of one type; `keys` and `has_words` are what it may ask."""

    def __init__(
        self, kind: str, text: str, keys: list[str], tables: Tables, *, has_words: bool
    ) -> None:
        if len(text) > 1000:
            raise bad("too long")
        self.kind, self.keys, self.has_words, self.tables = kind, keys, has_words, tables
        self.left = words_of(storable(text).rstrip())
        self.terms = 0
        self.lets: Test = self.any_of(0) if self.left else lambda _: True
        if self.left:
            raise bad("a bracket that closes nothing")

    def next_is(self, *marks: str) -> bool:
        return bool(self.left) and self.left[0].is_mark and self.left[0].text in marks

    def any_of(self, depth: int) -> Test:
        if depth > 8:
            raise bad("too deep")
        parts = [self.all_of(depth)]
        while self.left and self.left[0].says("OR"):
            self.left.pop(0)
            parts.append(self.all_of(depth))
        return lambda row: any(part(row) for part in parts)

    def all_of(self, depth: int) -> Test:
        parts = [self.one(depth)]
        while self.left and not self.next_is(")") and not self.left[0].says("OR"):
            if self.left[0].says("AND"):
                self.left.pop(0)
            parts.append(self.one(depth))
        return lambda row: all(part(row) for part in parts)

    def one(self, depth: int) -> Test:
        if not self.left or self.next_is(")"):
            raise bad("a term is missing")
        word = self.left.pop(0)
        if word.says("OR") or word.says("AND"):
            raise bad("nothing on one side")
        if word.says("NOT") or (word.is_mark and word.text == "-"):
            if depth > 8:
                raise bad("too deep")
            part = self.one(depth + 1)
            return lambda row: not part(row)
        if word.is_mark:
            part = self.any_of(depth + 1)
            if not self.next_is(")"):
                raise bad("an open bracket")
            self.left.pop(0)
            return part
        self.terms += 1
        if self.terms > 30:
            raise bad("too many terms")
        return self.holds(word) if word.key is None else self.compares(word)

    def holds(self, word: Word) -> Test:
        if not word.text:
            raise bad("an empty word")
        if not self.has_words:
            raise bad("by keys only")
        sources, sought = MODELS[self.kind].folded["search_text"], fold(word.text)

        def test(row: Any) -> bool:
            said = (getattr(row, name) for name in sources)
            return sought in "\n".join(fold(text) for text in said if text)

        return test

    def compares(self, word: Word) -> Test:
        key = word.key or ""
        if key not in self.keys:
            raise bad("no such key")
        by_hand = SEARCHES.get(f"{self.kind}.{key}")
        kind = by_hand[1] if by_hand else kind_of(self.kind, key)

        def own(row: Any) -> Any:
            return by_hand[0](row, self.tables) if by_hand else plain(getattr(row, key))

        return tested(word, kind, own)


def tested(word: Word, kind: Any, own: Callable[[Any], Any]) -> Test:
    text = word.text
    is_open = not word.sign and not word.is_quoted
    if is_open and text == "*":
        return lambda row: own(row) not in (None, [])
    if is_open and text.endswith("*"):
        if kind not in (str, Tags) and not _is_enum(kind):
            raise bad("no beginning")
        start = text[:-1]
        if kind is Tags:
            return lambda row: any(tag.startswith(fold(start)) for tag in own(row))
        if _is_enum(kind):
            return lambda row: (
                own(row) is not None and own(row).lower().startswith(start.upper().lower())
            )
        return lambda row: own(row) is not None and own(row).startswith(start)
    if is_open and "," in text:
        several = [value_of(part, kind) for part in text.split(",") if part]
        if not several:
            raise bad("commas alone")
        return lambda row: any(_is(own(row), value) for value in several)
    value = value_of(text, kind)
    match word.sign:
        case "":
            return lambda row: _is(own(row), value)
        case ">":
            return lambda row: own(row) is not None and own(row) > value
        case ">=":
            return lambda row: own(row) is not None and own(row) >= value
        case "<":
            return lambda row: own(row) is not None and own(row) < value
    return lambda row: own(row) is not None and own(row) <= value


def _is_enum(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is(own: Any, value: Any) -> bool:
    if isinstance(own, Tags):
        return bool(value) and f" {value} " in f" {' '.join(own)} "
    return own is not None and bool(own == value)


def value_of(text: str, kind: Any) -> Any:
    try:
        if kind is datetime:
            found = datetime.fromisoformat(text)
            found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
            return found.replace(microsecond=found.microsecond // 1000 * 1000)
        if kind is bool:
            return {"true": True, "false": False}[text.lower()]
        if kind is int:
            return in_range(int(text))
        if kind is Decimal:
            return Decimal(text)
        if _is_enum(kind):
            return kind[text.upper()].name
    except (ValueError, KeyError, InvalidOperation, ArithmeticError):
        raise bad("no value for this key") from None
    if kind is Tags:
        return " ".join(fold(text).split())
    return text


def in_range(whole: int) -> int:
    if abs(whole) >= 2**63:
        raise bad("too large")
    return whole
