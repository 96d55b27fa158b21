"""Numbers as people write them, and which sign parts the cents: 1,234.56 or 1.234,56.

`1,234` alone may be twelve hundred or little more than one. It is read only where another cell of
the file, or a person, says which.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from api.connectors.tables.faults import Rule

SIGNIFICANT = 30
SPACES = dict.fromkeys(map(ord, " \u00a0\u2007\u2009\u202f'’"))
"""What parts thousands and means nothing else."""
PLAIN = re.compile(r"[+-]?\d{1,30}", re.ASCII)
MARKED = re.compile(r"[+-]?\d*[.,]\d+|[+-]?\d+[.,]", re.ASCII)
GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?:([ \u00a0\u2007\u2009\u202f'’.,])\d{3})(?:\1\d{3})*([.,]\d+)?"
)
EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", re.ASCII)
POWER = re.compile(r"[+-]?\d(?:[.,]\d+)?[eE][+-]?(\d{1,3})", re.ASCII)
BARE = re.compile(r"[\d.,+-]*", re.ASCII)
CODE = re.compile(r"^[A-Z]{3}(?=[\s\d+-])|(?<=[\s\d])[A-Z]{3}$")


class NotRead(Exception):
    """Why a value is none; whoever knows the cell makes a BadCell of it."""

    def __init__(self, rule: Rule, message: str) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message


@dataclass(frozen=True, slots=True)
class Marks:
    """The decimal marks that a file's cells prove, at most one of them in an honest file."""

    proven: frozenset[str] = frozenset()
    said: str | None = None

    @property
    def mark(self) -> str | None:
        """The one to read by; None where nothing or too much was proven."""
        if self.said:
            return self.said
        return next(iter(self.proven)) if len(self.proven) == 1 else None


def mark_proven_by(text: str) -> str | None:
    """The decimal mark without which this text would be no number."""
    if PLAIN.fullmatch(text) or EITHER.fullmatch(text):
        return None
    if power := POWER.fullmatch(text):
        return "," if "," in power[0] else "." if "." in power[0] else None
    if MARKED.fullmatch(text):
        return "." if "." in text else ","
    grouped = GROUPED.fullmatch(text)
    if grouped is None:
        return None
    group, fraction = grouped[1], grouped[2]
    if fraction:
        return fraction[0] if fraction[0] != group else None
    return {",": ".", ".": ","}.get(group)


def read_decimal(text: str, marks: Marks, *, currency_signs: bool = False) -> Decimal:
    """The number, exactly; NotRead where it is none or could be two."""
    bare = without_currency(text) if currency_signs else text
    bare = bare.replace("\N{MINUS SIGN}", "-")
    if bare[:1] == "(" and bare[-1:] == ")":  # as bookkeepers write what is owed
        bare = "-" + bare[1:-1].strip()
    if PLAIN.fullmatch(bare):
        return Decimal(bare)
    mark = marks.mark or mark_proven_by(bare)
    if mark is None and EITHER.fullmatch(bare):
        raise NotRead(
            Rule.AMBIGUOUS_NUMBER,
            "may have thousands or decimals: no other number in the file shows which, so say it",
        )
    return Decimal(in_figures(bare, mark or "."))


def in_figures(text: str, mark: str) -> str:
    """Only digits, sign and a point."""
    other = "," if mark == "." else "."
    if (power := POWER.fullmatch(text)) and other not in text:
        if int(power[1]) > SIGNIFICANT:
            raise NotRead(Rule.NOT_A_NUMBER, f"has more than {SIGNIFICANT} digits")
        return text.replace(mark, ".")
    if MARKED.fullmatch(text) and other not in text and text not in {".", ","}:
        return checked(text.replace(mark, "."))
    grouped = GROUPED.fullmatch(text)
    if grouped is None or grouped[1] == mark or (grouped[2] or mark)[0] != mark:
        raise NotRead(Rule.NOT_A_NUMBER, "is not a number")
    return checked(text.translate(SPACES).replace(other, "").replace(mark, "."))


def checked(figures: str) -> str:
    if len(figures) > SIGNIFICANT + 2:
        raise NotRead(Rule.NOT_A_NUMBER, f"has more than {SIGNIFICANT} digits")
    return figures


def read_integer(text: str, marks: Marks, *, currency_signs: bool = False) -> int:
    """A whole number; `6.0` is one too."""
    number = read_decimal(text, marks, currency_signs=currency_signs)
    if POWER.fullmatch(text) and abs(number) >= 10**6:
        raise NotRead(
            Rule.DIGITS_LOST, "was shortened by a spreadsheet, and its last digits are lost"
        )
    if number != number.to_integral_value():
        raise NotRead(Rule.NOT_AN_INTEGER, "is not a whole number")
    return int(number)


def without_currency(text: str) -> str:
    """`US$ 1,234.50`, `12,50 €`, `CNY 9` without what names the currency."""
    if BARE.fullmatch(text):
        return text
    text = CODE.sub("", text).strip()
    for at, sign in enumerate(text):
        if unicodedata.category(sign) == "Sc" or sign == "元":
            before = re.sub(r"(?<![A-Za-z])[A-Z]{1,2}\s?$", "", text[:at])
            return (before + text[at + 1 :].lstrip()).strip()
    return re.sub(r"^(?:kr\.?|zł|Kč)\s?|\s?(?:kr\.?|zł|Kč)$", "", text)
