"""Arithmetic of colours: reading them, contrast as WCAG has it, shades in OKLCH.

OKLab is Björn Ottosson's (bottosson.github.io/posts/oklab, 2020); contrast is WCAG 2.2, 1.4.3.
"""

import math
import re
from collections.abc import Iterable

from media.scene import Color

_HEX = re.compile(r"#([0-9a-fA-F]{6})([0-9a-fA-F]{2})?")


def parse(text: str) -> Color:
    """`#RRGGBB` or `#RRGGBBAA`; ValueError when it is neither."""
    if not (found := _HEX.fullmatch(text)):
        raise ValueError(f"{text!r} is no colour")
    red, green, blue = bytes.fromhex(found[1])
    return Color(red, green, blue, int(found[2], 16) / 255 if found[2] else 1.0)


def _to_linear(part: int) -> float:
    share = part / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _to_part(linear: float) -> int:
    linear = min(max(linear, 0.0), 1.0)
    share = linear * 12.92 if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    return round(share * 255)


def luminance(color: Color) -> float:
    red, green, blue = (_to_linear(part) for part in color.rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def to_oklch(color: Color) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in radians."""
    red, green, blue = (_to_linear(part) for part in color.rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    middle = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def distance(one: Color, other: Color) -> float:
    """In OKLab, opacity aside: black to white is 1, and 0.02 is just noticed."""
    (light, chroma, hue), (light_2, chroma_2, hue_2) = to_oklch(one), to_oklch(other)
    return math.dist(
        (light, chroma * math.cos(hue), chroma * math.sin(hue)),
        (light_2, chroma_2 * math.cos(hue_2), chroma_2 * math.sin(hue_2)),
    )


def _linear_rgb(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def of_oklch(lightness: float, chroma: float, hue: float, alpha: float = 1.0) -> Color:
    """The nearest colour that a screen has: chroma gives way, hue and lightness stay."""
    low, high = 0.0, chroma
    for _ in range(16):
        parts = _linear_rgb(lightness, high, hue)
        if all(-1e-4 <= part <= 1.0001 for part in parts):
            break
        middle = (low + high) / 2
        inside = all(-1e-4 <= part <= 1.0001 for part in _linear_rgb(lightness, middle, hue))
        low, high = (middle, high) if inside else (low, middle)
        if high - low < 1e-4:
            high = low
    red, green, blue = (_to_part(part) for part in _linear_rgb(lightness, high, hue))
    return Color(red, green, blue, alpha)


def shade(
    color: Color, lightness: float, chroma_min: float = 0.0, chroma_max: float = 1.0
) -> Color:
    """The same hue at another lightness; a grey stays grey."""
    _, chroma, hue = to_oklch(color)
    if chroma > 0.012:
        chroma = max(chroma, chroma_min)
    return of_oklch(lightness, min(chroma, chroma_max), hue, color.alpha)


def mix(one: Color, other: Color, share: float) -> Color:
    """`share` of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one.rgb, other.rgb, strict=True))
    return Color(red, green, blue, one.alpha + (other.alpha - one.alpha) * share)


def most_readable(colors: Iterable[Color], ground: Color) -> Color:
    return max(colors, key=lambda color: contrast(color, ground))


def readable(color: Color, ground: Color, ratio: float) -> Color:
    """The colour itself, or the nearest lightness of its hue that reaches this contrast."""
    lightness, chroma, hue = to_oklch(color)
    step = 0.01 if luminance(ground) < 0.18 else -0.01
    for _ in range(101):
        if contrast(color, ground) >= ratio:
            break
        lightness = min(max(lightness + step, 0.0), 1.0)
        color = of_oklch(lightness, chroma, hue, color.alpha)
    return color
