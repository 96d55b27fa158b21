"""Numbers as people and programs write them: which sign is the decimal mark, by proof."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from api.connectors.tables.errors import Rule

_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?")
_SHAPE = re.compile(r"([+-]?)(\d[\d.,]*\d|\d|[.,]\d+)")
_GAPS = re.compile(r"(?<=\d)[ '\u00a0\u202f\u2019](?=\d{3}(?!\d))")
_SCIENCE = re.compile(r"[+-]?\d+(?:\.\d+)?[eE][+-]?\d{1,2}")
LONGEST = 40


class Proof(Enum):
    """What one cell says of the decimal mark."""

    NOTHING = "NOTHING"
    POINT = "POINT"
    COMMA = "COMMA"
    OPEN = "OPEN"  # three digits after one comma: it may be either
    OPEN_POINT = "OPEN_POINT"  # three digits after one point


class NotANumber(ValueError):
    """With the rule that the text breaks, and why, for people."""

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule, self.message = rule, message


def proof_of(text: str) -> Proof:
    """Of a trimmed cell; what is no number proves nothing."""
    has_point, has_comma = "." in text, "," in text
    if not has_point and not has_comma:
        return Proof.NOTHING
    if has_point and has_comma:
        return Proof.POINT if text.rfind(".") > text.rfind(",") else Proof.COMMA
    mark, other = (".", Proof.POINT) if has_point else (",", Proof.COMMA)
    if text.count(mark) > 1:
        return Proof.COMMA if has_point else Proof.POINT
    whole, _, part = text.partition(mark)
    digits = whole.lstrip("+-")
    if len(part) != 3 or not part.isdigit() or digits in {"", "0"} or len(digits) > 3:  # noqa: PLR2004
        return other
    return Proof.OPEN_POINT if has_point else Proof.OPEN


@dataclass(frozen=True)
class Marks:
    """The decimal mark of a file's numbers, as proven; None where cells contradict each other."""

    mark: str | None = "."
    is_proven: bool = False

    def decimal(self, text: str) -> Decimal:
        """Of a trimmed cell that says something; raises NotANumber."""
        if self.mark == "." and _PLAIN.fullmatch(text) and len(text) < LONGEST:
            return Decimal(text)
        return self._written(_GAPS.sub("", text))

    def _written(self, text: str) -> Decimal:
        if len(text) > LONGEST:
            raise NotANumber(Rule.NUMBER, "That is no number of the trade.")
        if _SCIENCE.fullmatch(text):
            return Decimal(text)
        found = _SHAPE.fullmatch(text)
        if found is None:
            raise _no_number()
        sign, body = found.groups()
        points, commas = body.count("."), body.count(",")
        if points and commas:
            return self._both(sign, body)
        mark = "." if points else ","
        if points + commas == 1 and self._is_decimal(body, mark):
            return Decimal(f"{sign}{body.replace(mark, '.')}")
        return Decimal(sign + self._ungrouped(body, mark) if points + commas else sign + body)

    def _both(self, sign: str, body: str) -> Decimal:
        """The last mark is the decimal one; the other parts thousands."""
        mark = "." if body.rfind(".") > body.rfind(",") else ","
        whole, _, part = body.rpartition(mark)
        if self.is_proven and self.mark != mark:
            raise NotANumber(Rule.NUMBER, f"In this file {self.mark!r} is the decimal mark.")
        return Decimal(f"{sign}{self._ungrouped(whole, _OTHER[mark])}.{part}")

    def _is_decimal(self, body: str, mark: str) -> bool:
        """Whether the only mark of a number is its decimal one; raises NotANumber when it is open."""
        if self.is_proven:
            return mark == self.mark
        if proof_of(body) not in {Proof.OPEN, Proof.OPEN_POINT} or self.mark == mark:
            return True
        said = "It can be read in two ways: say which the decimal mark is."
        raise NotANumber(Rule.AMBIGUOUS_NUMBER, said)

    def _ungrouped(self, body: str, mark: str) -> str:
        if mark == self.mark and self.is_proven:
            raise NotANumber(Rule.NUMBER, f"In this file {mark!r} is the decimal mark.")
        if not re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+|\d+", body):
            raise _no_number()
        return body.replace(mark, "")


def _no_number() -> NotANumber:
    return NotANumber(Rule.NUMBER, "It is no number.")


_OTHER = {".": ",", ",": "."}
