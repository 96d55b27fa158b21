"""What a colour, a font and a logo of a brand are for, and which scripts a font can write."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class ColorRole(StrEnum):
    """What a colour is for."""

    PRIMARY = "PRIMARY"
    SECONDARY = "SECONDARY"
    ACCENT = "ACCENT"
    BACKGROUND = "BACKGROUND"
    SURFACE = "SURFACE"
    TEXT = "TEXT"
    TEXT_ON_PRIMARY = "TEXT_ON_PRIMARY"


class FontRole(StrEnum):
    """What a font is for."""

    HEADING = "HEADING"
    BODY = "BODY"
    NUMERALS = "NUMERALS"


class LogoRole(StrEnum):
    """Which of the two marks it is."""

    LOGO = "LOGO"
    LOGO_ON_DARK = "LOGO_ON_DARK"


class Script(StrEnum):
    """What a font can write; `media.fonts.scripts` says which characters each takes."""

    LATIN = "LATIN"
    EUROPEAN = "EUROPEAN"
    GREEK = "GREEK"
    CYRILLIC = "CYRILLIC"
    HAN = "HAN"


_L, _E, _G, _C, _H = Script

SHIPPED: Mapping[str, frozenset[Script]] = MappingProxyType(
    {
        "Archivo": frozenset({_L, _E}),
        "Inter": frozenset({_L, _E, _G, _C}),
        "Instrument Serif": frozenset({_L}),
        "Noto Sans SC": frozenset({_L, _C, _H}),
        "Noto Serif SC": frozenset({_L, _C, _H}),
        "Smiley Sans": frozenset({_L, _E, _G, _C, _H}),
        "Noto Sans KR": frozenset({_L}),
        "Noto Sans Arabic": frozenset({_L}),
        "Noto Sans Hebrew": frozenset(),
        "Noto Sans Thai": frozenset({_L}),
        "Noto Sans Devanagari": frozenset({_L}),
    }
)
"""Families that come with Tradepost, and what they write; a test holds them to their files."""


def written(scripts: frozenset[Script]) -> str:
    """As a column keeps them: in their own order, a blank between."""
    return " ".join(script.name for script in Script if script in scripts)


def read(kept: str) -> frozenset[Script]:
    return frozenset(Script[name] for name in kept.split())
