"""Which sign parts the cells: the one by which the first records come out equally wide.

Quotes are honoured, so commas in a title count for nothing. A file of one column has no delimiter;
whichever leaves its records whole will do.
"""

import csv
import re
from dataclasses import dataclass

CANDIDATES = ",;\t|"
SAMPLE = 1 << 17
RECORDS = 200
SAID = re.compile(r'"?sep=([,;\t|:^~])"?(?:\r\n|\r|\n)')
"""The first line by which spreadsheets tell each other."""
QUOTED = r'{blanks}"(?:[^"]|"")*+"(?= *(?:[{ends}]|\Z))'
"""A cell that is quoted as a whole, with blanks before its quote or without."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How the cells stand in a record."""

    delimiter: str
    is_padded: bool = False  # blanks may stand between a delimiter and a quote
    head_lines: int = 0  # lines above the header that are about the file


def dialect_of(sample: str, said: str | None) -> Dialect:
    """By the beginning of a file, of which the last record may be cut off."""
    told = SAID.match(sample)
    if told:
        sample = sample[told.end() :]
    delimiter = said or (told[1] if told else best(sample))
    return Dialect(delimiter, is_padded(sample, delimiter), 1 if told else 0)


def is_padded(sample: str, delimiter: str) -> bool:
    """Whether some quoted cell begins with blanks; those inside of quotes count for nothing."""
    if delimiter == " ":
        return False
    ends = re.escape(delimiter) + "\r\n"
    quoted, padded = (QUOTED.format(blanks=blanks, ends=ends) for blanks in ("", " +"))
    cell = re.compile(f"{quoted}|({padded})|[^{ends}]+")
    return any(found[1] for found in cell.finditer(sample))


def best(sample: str) -> str:
    return max(CANDIDATES, key=lambda candidate: score(records(sample, candidate)))


def score(found: list[list[str]]) -> tuple[bool, float, bool, int]:
    """Several columns before one, then how many records are as wide as the header, then width.

    A blank that follows in the header makes it a comma of words, as in `Name;Price, EUR`. Where
    nothing but delimiters is left, it is the right one and the file is empty.
    """
    if not found:
        return True, 0.0, True, 0
    width = len(found[0])
    alike = sum(len(record) == width for record in found) / len(found)
    is_tight = not any(name.startswith(" ") for name in found[0][1:])
    return width > 1, alike, is_tight, width


def records(sample: str, delimiter: str) -> list[list[str]]:
    """The first ones, without blank lines and without the one that the sample cuts off."""
    lines = (
        sample.splitlines(keepends=True)
        if "\r" not in sample
        else re.split(r"(?<=\n)|(?<=\r)(?!\n)", sample)
    )
    found = []
    try:
        for record in csv.reader(lines, delimiter=delimiter):
            if any(record):
                found.append(record)
            if len(found) == RECORDS:
                return found
    except csv.Error:
        return found
    return found[:-1] if len(sample) >= SAMPLE and len(found) > 1 else found
