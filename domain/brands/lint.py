"""What is wrong with a brand kit, by measure: contrast, palette, logo, fonts. Pure.

Contrast is that of WCAG 2.2 (w3.org/TR/WCAG22, 1.4.3 with relative luminance: 4.5:1 for words, 3:1
for large ones; 1.4.11: 3:1 for what is no words). Distance is the straight one in OKLab (Björn
Ottosson, bottosson.github.io/posts/oklab, 2020); CSS Color 4 (w3.org/TR/css-color-4, 13.2) takes
0.02 of it for a difference that is just noticed.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from domain.brands.roles import ColorRole, FontRole, LogoRole, Script

WORDS, LARGE_WORDS = 4.5, 3.0
JUST_NOTICED = 0.02
CLEAR = 0.06
"""Three times what is just noticed: side by side nobody takes the one for the other."""
_BEND = 0.04045  # of sRGB's curve
SHARP = 3
"""A logo's file is so many times as large as the least that it is shown at."""


class Verdict(StrEnum):
    """How a rule came out."""

    PASS = "PASS"  # noqa: S105  no password
    WARN = "WARN"
    FAIL = "FAIL"


class BrandRule(StrEnum):
    """What is measured."""

    CONTRAST = "CONTRAST"
    PALETTE_DISTANCE = "PALETTE_DISTANCE"
    LOGO_CONTRAST = "LOGO_CONTRAST"
    LOGO_MARGIN = "LOGO_MARGIN"
    LOGO_RESOLUTION = "LOGO_RESOLUTION"
    LOGO_TRANSPARENCY = "LOGO_TRANSPARENCY"
    FONT_COVERAGE = "FONT_COVERAGE"


@dataclass(frozen=True)
class Finding:
    """What one rule found of these roles; `measured` and `limit` are for people."""

    rule: BrandRule
    roles: tuple[str, ...]
    measured: str
    limit: str
    verdict: Verdict
    message: str


@dataclass(frozen=True)
class Mark:
    """A logo, measured; margins are px that are empty around the mark: left, top, right, bottom."""

    width_px: int
    height_px: int
    margins_px: tuple[int, int, int, int]
    is_transparent: bool
    hex: str

    @property
    def mark_height_px(self) -> int:
        return max(1, self.height_px - self.margins_px[1] - self.margins_px[3])


@dataclass(frozen=True)
class Kit:
    """A kit as it is looked at; fonts are their family and what it writes."""

    colors: Mapping[ColorRole, str]
    fonts: Mapping[FontRole, tuple[str, frozenset[Script]]]
    marks: Mapping[LogoRole, Mark]
    scripts: frozenset[Script]
    clear_space: float
    logo_min_px: int


_C = ColorRole
WORDS_ON = (
    (_C.TEXT, _C.BACKGROUND),
    (_C.TEXT, _C.SURFACE),
    (_C.TEXT_ON_PRIMARY, _C.PRIMARY),
)
"""Words stand on these grounds, small ones too."""
LARGE_ON = ((_C.PRIMARY, _C.BACKGROUND), (_C.ACCENT, _C.BACKGROUND), (_C.PRIMARY, _C.SURFACE))
"""Prices, headings and buttons stand on these."""
APART = (_C.PRIMARY, _C.SECONDARY, _C.ACCENT)
GROUNDS = (_C.BACKGROUND, _C.SURFACE, _C.TEXT)
"""A palette's colours are told apart from each other, and from these; two grounds may be near."""
_MARK_GROUNDS = {
    LogoRole.LOGO: (_C.BACKGROUND, _C.SURFACE),
    LogoRole.LOGO_ON_DARK: (_C.PRIMARY, _C.TEXT),
}


def findings(kit: Kit) -> list[Finding]:
    """All that can be measured of what the kit has, in the order of the rules."""
    return [*_contrasts(kit.colors), *_distances(kit.colors), *_marks(kit), *_coverage(kit)]


def contrast(one: str, other: str) -> float:
    """1 to 21, of two `#rrggbb`."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: str) -> float:
    """Relative luminance: 0, black, to 1, white."""
    red, green, blue = _linear(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def distance(one: str, other: str) -> float:
    """In OKLab: black to white is 1."""
    return math.dist(_oklab(one), _oklab(other))


def _linear(color: str) -> tuple[float, ...]:
    shares = (part / 255 for part in bytes.fromhex(color.removeprefix("#")))
    return tuple(
        share / 12.92 if share <= _BEND else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )


def _oklab(color: str) -> tuple[float, float, float]:
    red, green, blue = _linear(color)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _contrasts(colors: Mapping[ColorRole, str]) -> Iterator[Finding]:
    for pairs, wanted in ((WORDS_ON, WORDS), (LARGE_ON, LARGE_WORDS)):
        for words, ground in pairs:
            if words in colors and ground in colors:
                yield _contrast(words, ground, colors, wanted)


def _contrast(
    words: ColorRole, ground: ColorRole, colors: Mapping[ColorRole, str], wanted: float
) -> Finding:
    """Words that only large ones can be are a warning; a colour that need not be words, too."""
    ratio = contrast(colors[words], colors[ground])
    size = "words" if wanted == WORDS else "large words"
    verdict, said = Verdict.PASS, "can be read"
    if ratio < wanted:
        is_warned = ratio >= LARGE_WORDS or wanted == LARGE_WORDS
        verdict = Verdict.WARN if is_warned else Verdict.FAIL
        said = "only large words can be read" if ratio >= LARGE_WORDS else "cannot be read"
    return Finding(
        BrandRule.CONTRAST,
        (words.name, ground.name),
        f"{floor(ratio)}:1",
        f"at least {wanted:g}:1",
        verdict,
        f"{colors[words]} on {colors[ground]}, as {size}: {said}.",
    )


def _distances(colors: Mapping[ColorRole, str]) -> Iterator[Finding]:
    among = [*combinations(APART, 2), *((one, ground) for one in APART for ground in GROUNDS)]
    for one, other in among:
        if one not in colors or other not in colors:
            continue
        apart = distance(colors[one], colors[other])
        verdict, said = Verdict.PASS, "clearly two colours"
        if apart < CLEAR:
            verdict, said = Verdict.WARN, "hard to tell apart"
        if apart < JUST_NOTICED:
            verdict, said = Verdict.FAIL, "nobody tells them apart"
        yield Finding(
            BrandRule.PALETTE_DISTANCE,
            (one.name, other.name),
            floor(apart, 3),
            f"at least {CLEAR:g} in OKLab",
            verdict,
            f"{colors[one]} and {colors[other]}: {said}.",
        )


def _marks(kit: Kit) -> Iterator[Finding]:
    for role, mark in kit.marks.items():
        yield from _mark(role, mark, kit)
        for ground in _MARK_GROUNDS[role]:
            if ground in kit.colors:
                yield _mark_on(role, mark, ground, kit.colors[ground])


def _mark_on(role: LogoRole, mark: Mark, ground: ColorRole, color: str) -> Finding:
    ratio = contrast(mark.hex, color)
    is_seen = ratio >= LARGE_WORDS
    return Finding(
        BrandRule.LOGO_CONTRAST,
        (role.name, ground.name),
        f"{floor(ratio)}:1",
        f"advised {LARGE_WORDS:g}:1",
        Verdict.PASS if is_seen else Verdict.WARN,
        f"The mark, {mark.hex} on the whole, on {color}: {'seen' if is_seen else 'hard to see'}.",
    )


def _mark(role: LogoRole, mark: Mark, kit: Kit) -> Iterator[Finding]:
    margin = min(mark.margins_px) / mark.mark_height_px
    has_room = margin >= kit.clear_space
    yield Finding(
        BrandRule.LOGO_MARGIN,
        (role.name,),
        f"{floor(margin)} of the mark's height",
        f"at least {kit.clear_space:g}",
        Verdict.PASS if has_room else Verdict.WARN,
        "The file brings its clear space with it."
        if has_room
        else "The file lacks some of its clear space: templates must keep it free.",
    )
    height, wanted = mark.mark_height_px, SHARP * kit.logo_min_px
    verdict, said = Verdict.PASS, "It is large enough to be shown larger."
    if height < wanted:
        verdict, said = Verdict.WARN, "It is soft where it is shown large."
    if height < kit.logo_min_px:
        verdict, said = Verdict.FAIL, "It is smaller than the least that it is shown at."
    yield Finding(
        BrandRule.LOGO_RESOLUTION,
        (role.name,),
        f"{height} px high",
        f"at least {kit.logo_min_px} px, advised {wanted} px",
        verdict,
        said,
    )
    yield Finding(
        BrandRule.LOGO_TRANSPARENCY,
        (role.name,),
        "transparent" if mark.is_transparent else "opaque",
        "advised transparent",
        Verdict.PASS if mark.is_transparent else Verdict.WARN,
        "It stands on any ground."
        if mark.is_transparent
        else "It brings a ground of its own: a box on every other.",
    )


def _coverage(kit: Kit) -> Iterator[Finding]:
    """Latin letters are every font's; Han that a font lacks are drawn with one that ships."""
    for role, (family, writes) in kit.fonts.items():
        wanted = {Script.LATIN} if role is FontRole.NUMERALS else kit.scripts
        lacking = [script for script in Script if script in wanted - writes]
        verdict = Verdict.PASS
        if lacking:
            verdict = Verdict.WARN if lacking == [Script.HAN] else Verdict.FAIL
        said = f"{family} writes all that is asked of it."
        if lacking:
            said = f"{family} does not write {_names(lacking)}: another font stands in."
        yield Finding(
            BrandRule.FONT_COVERAGE,
            (role.name,),
            _names(script for script in Script if script in writes) or "none of them",
            _names(script for script in Script if script in wanted),
            verdict,
            said,
        )


def _names(scripts: Iterable[Script]) -> str:
    return ", ".join(script.name for script in scripts)


def floor(value: float, decimals: int = 2) -> str:
    """Cut, not rounded, so that 4.499 is not shown as what would pass."""
    scale = 10**decimals
    return f"{math.floor(value * scale) / scale:.{decimals}f}"
