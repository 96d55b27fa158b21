"""Texts that are not all alike."""

from typing import Any

TEXTS = [
    "Lisbon",
    'Ô "\\\n\t\x7f 😀',
    "Straße \uff21\uff22",
    "lisbon",
    "茶杯 100%_\u2028",
    "it's -- ; $1 :b0 ? {0}",
    "Lisbon",
]


def text(number: int) -> str:
    return TEXTS[number % len(TEXTS)]


def perhaps(number: int, value: Any) -> Any:
    """None for every third."""
    return None if number % 3 == 0 else value
