"""Whether a scanner will read a code: its size, its quiet zones, its place, its colours."""

from collections.abc import Iterator
from dataclasses import dataclass

from media.document.packaging import PackagingTemplate
from media.packaging.codes import KINDS, QR_ADVISED_MM, QR_LEAST_MM, QR_QUIET, Symbol
from media.packaging.finding import Finding
from media.packaging.matrix import around, corners, leaves
from media.packaging.sheet import Print
from media.presets.finding import Verdict
from media.scene import Box

_RED_LEAST = 0.5
"""Scanners see by red light: so much less of it must come back from a bar than from its ground."""
_HIGH_ENOUGH = 0.8
_NEAR_MM = 0.05


@dataclass(frozen=True, slots=True)
class _Told:
    """Findings about one code."""

    panel: str
    layer: str

    def fails(self, rule: str, measured: str, limit: str, message: str) -> Finding:
        return Finding(
            f"code.{rule}", Verdict.FAIL, self.panel, self.layer, measured, limit, message
        )

    def warns(self, rule: str, measured: str, limit: str, message: str) -> Finding:
        return Finding(
            f"code.{rule}", Verdict.WARN, self.panel, self.layer, measured, limit, message
        )


def hidden(one: Print, layer: str) -> Finding:
    message = "It stands in a group that turns, fades or blends it; a code stands for itself."
    return _Told(one.artwork.panels[0].name, layer).fails("group", "in a group", "alone", message)


def _crosses(box: Box, fold: tuple[tuple[float, float], tuple[float, float]]) -> bool:
    """Whether a fold, which is upright or level, runs through a box."""
    (x0, y0), (x1, y1) = fold
    return (
        min(x0, x1) < box.right - _NEAR_MM
        and max(x0, x1) > box.x + _NEAR_MM
        and min(y0, y1) < box.bottom - _NEAR_MM
        and max(y0, y1) > box.y + _NEAR_MM
    )


def _placed(template: PackagingTemplate, told: _Told, box: Box, far: float) -> Iterator[Finding]:
    if any(_crosses(box, fold) for fold in template.dieline.folds):
        message = "Its bars cross a fold; no scanner reads around a corner."
        yield told.fails("fold", "across a fold", "on one panel", message)
    elif far < template.safe_mm - _NEAR_MM:
        measured, limit = f"{max(far, 0.0):.1f} mm", f"{template.safe_mm:g} mm"
        message = f"It is {measured} from a cut, a fold or a hole; {limit} are needed."
        yield told.fails("safe", measured, limit, message)


def _sized(told: _Told, symbol: Symbol) -> Iterator[Finding]:
    if symbol.code.symbology == "QR":
        yield from _qr_sized(told, symbol)
        return
    kind = KINDS[symbol.code.symbology]
    share = symbol.module_mm / kind.nominal_mm
    measured = f"{share:.0%} of nominal ({symbol.module_mm:.3f} mm a module)"
    if not kind.least_mm - 1e-4 <= symbol.module_mm <= kind.most_mm + 1e-4:
        limit = f"{kind.least_mm / kind.nominal_mm:.0%} to {kind.most_mm / kind.nominal_mm:.0%}"
        yield told.fails("size", measured, limit, f"It is {measured}; allowed is {limit}.")
    high = kind.bars_mm * share
    if symbol.bars_mm < high * _HIGH_ENOUGH:
        limit = f"advised {high:.1f} mm"
        message = f"Its bars are {symbol.bars_mm:.1f} mm high; {limit}."
        yield told.warns("height", f"{symbol.bars_mm:.1f} mm", limit, message)


def _qr_sized(told: _Told, symbol: Symbol) -> Iterator[Finding]:
    measured = f"{symbol.module_mm:.2f} mm a module"
    limit = f"at least {QR_LEAST_MM} mm; advised {QR_ADVISED_MM} mm"
    message = f"It is {measured}; {limit}."
    if symbol.module_mm < QR_LEAST_MM - 1e-4:
        yield told.fails("size", measured, limit, message)
    elif symbol.module_mm < QR_ADVISED_MM - 1e-4:
        yield told.warns("size", measured, limit, message)


def _quiet(told: _Told, symbol: Symbol) -> Iterator[Finding]:
    kind = KINDS.get(symbol.code.symbology)
    needed = (kind.left, kind.right) if kind else (QR_QUIET, QR_QUIET)
    if any(has < least for has, least in zip(symbol.quiet, needed, strict=True)):
        measured = f"{symbol.quiet[0]} and {symbol.quiet[1]} modules"
        limit = f"{needed[0]} and {needed[1]} modules"
        message = f"It keeps {measured} free at its sides; {limit} are needed."
        yield told.fails("quiet", measured, limit, message)


def _seen(told: _Told, symbol: Symbol) -> Iterator[Finding]:
    color, ground = symbol.code.color, symbol.code.ground
    contrast = (ground.red - color.red) / 255
    if contrast < _RED_LEAST or color.alpha < 1 or ground.alpha < 1:
        measured, limit = f"{contrast:.0%}", f"at least {_RED_LEAST:.0%}, both opaque"
        message = f"By red light its bars are {measured} darker than its ground; {limit}."
        yield told.fails("contrast", measured, limit, message)


def _over(one: Print, symbol: Symbol, box: Box) -> str | None:
    """What is painted later, and over it."""
    is_below = True
    for leaf, matrix in leaves(one.placed, one.matrix):
        if is_below:
            is_below = leaf.layer.name != symbol.code.name
            continue
        other = around(corners(leaf.box, matrix))
        if (
            other.x < box.right - _NEAR_MM
            and box.x < other.right - _NEAR_MM
            and other.y < box.bottom - _NEAR_MM
            and box.y < other.bottom - _NEAR_MM
        ):
            return leaf.layer.name
    return None


def check(  # noqa: PLR0913, PLR0917  a code, and where it is
    template: PackagingTemplate, one: Print, symbol: Symbol, box: Box, panel: str, far: float
) -> Iterator[Finding]:
    """`box` is on the sheet; `far` its room in the panel, in mm."""
    told = _Told(panel, symbol.code.name)
    yield from _placed(template, told, box, far)
    yield from _sized(told, symbol)
    yield from _quiet(told, symbol)
    yield from _seen(told, symbol)
    if over := _over(one, symbol, box):
        message = f"The layer {over!r} lies over it or over its quiet zone."
        yield told.fails("covered", over, "nothing", message)
