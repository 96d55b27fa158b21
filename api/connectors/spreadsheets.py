"""What spreadsheets do to cells, undone."""

import re


def without_apostrophe(words: str) -> str:
    """Spreadsheets write `'0123` lest the zero be lost."""
    return words[1:] if re.fullmatch("'[0-9]+", words) else words
