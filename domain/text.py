"""Words as people write them: what is kept, what is refused, and how they are compared."""

import re
from unicodedata import normalize

from domain.errors import Invalid, Required

LONGEST_HANDLE = 60
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_storable(words: str) -> bool:
    """False for text that no database keeps: U+0000 and lone surrogates."""
    if words.isascii():
        return "\0" not in words
    return not _UNSTORABLE.search(words)


def fold(words: str) -> str:
    """How words are compared when case and width do not matter: NFKC, then casefold."""
    if words.isascii():
        return words.lower()
    return normalize("NFKC", normalize("NFKC", words).casefold())


def words(given: str, *path: str, longest: int = 200) -> str:
    """`given` as it stands, if it can be kept and is not over `longest` characters."""
    if not is_storable(given):
        raise Invalid("It holds a character that cannot be stored (U+0000 or half a pair).", *path)
    if len(given) > longest:
        raise Invalid(f"It has {len(given)} characters; the most is {longest}.", *path)
    return given


def name(given: str, *path: str, longest: int = 200) -> str:
    """`words` that say something: without the blanks around them, and not empty."""
    said = words(given.strip(), *path, longest=longest)
    if not said:
        raise Required("It must not be empty.", *path)
    return said


def handle(given: str, *path: str) -> str:
    """A short name for addresses and files: a-z, 0-9 and single dashes, up to 60."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", given) or len(given) > LONGEST_HANDLE:
        raise Invalid("A handle is up to 60 of a-z, 0-9 and single dashes between.", *path)
    return given
