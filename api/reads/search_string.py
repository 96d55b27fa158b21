"""Search strings as Shopify has them: `red mug state:OPEN price:>=10 -tag:old (a OR b) name:"x y"`.

Terms stand side by side for AND; `OR`, `NOT`, `-` and brackets as usual. A bare term is looked for
in the model's folded text. `key:value` compares a column; `key:>value`, `>=`, `<`, `<=` compare in
order; `key:a,b` is one of several; `key:ab*` begins so; `key:*` has any value. Words
in quotes are never marks: `"OR"` is the word. What cannot be meant, such as `OR` alone, `()` or
`""`, is refused, lest a slip lets every row through; no word at all is no search.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from api.reads.compiler import refuse
from domain.text import is_storable

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
        """A search without a word asks for nothing less than all."""
        if not self.tokens:
            return Several("and", ())
        tree = self.either(0)
        if self.at < len(self.tokens):
            raise refuse("The search has a bracket that closes nothing.")
        return tree

    def mark(self) -> str | None:
        """A bracket, `AND`, `OR` or `NOT`, if that is next."""
        if self.at == len(self.tokens):
            return None
        token = self.tokens[self.at]
        is_word = token["bare"] in {"AND", "OR", "NOT"} and not token["key"]
        return token["bracket"] or (token["bare"] if is_word else None)

    def either(self, depth: int) -> Several:
        if depth > DEEPEST:
            raise refuse(f"A search nests up to {DEEPEST} deep.")
        parts = [self.all_of(depth)]
        while self.mark() == "OR":
            self.at += 1
            parts.append(self.all_of(depth))
        return parts[0] if len(parts) == 1 else Several("or", tuple(parts))

    def all_of(self, depth: int) -> Several:
        parts = [self.one(depth)]
        while self.at < len(self.tokens) and self.mark() not in {")", "OR"}:
            self.at += self.mark() == "AND"
            parts.append(self.one(depth))
        return Several("and", tuple(parts))

    def one(self, depth: int) -> Several | Term:
        mark = self.mark()
        if self.at == len(self.tokens) or mark in {")", "AND", "OR"}:
            place = f"before {mark}" if mark else "at its end"
            hint = f'; the word itself is written "{mark}"' if mark in {"AND", "OR"} else ""
            raise refuse(f"The search lacks a term {place}{hint}.")
        token = self.tokens[self.at]
        self.at += 1
        if token["minus"] or mark == "NOT":
            if depth > DEEPEST:
                raise refuse(f"A search nests up to {DEEPEST} deep.")
            return Several("not", (self.one(depth + 1),))
        if mark:
            inner = self.either(depth + 1)
            if self.mark() != ")":
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
            if not value:
                raise refuse('Every text holds "": leave the empty word out of the search.')
            return Term(self.terms, None, "holds", value)
        kind = {">": "gt", ">=": "gte", "<": "lt", "<=": "lte", None: "eq"}[sign]
        if kind == "eq" and quoted is None:
            if value == "*":
                kind = "any"
            elif value.endswith("*"):
                kind, value = "starts", value[:-1]
            elif "," in value:
                kind = "in"
                if not value.strip(","):
                    raise refuse(f"The search key {key!r} has commas, and no value between them.")
        return Term(self.terms, key, kind, value)
