"""What drawing costs in seconds of a processor, before it is drawn: to plan with, not to bill.

Measured on 28 November 2026 on a machine that seven others used: posters of 1.5 and 2.1 million
pixels, each of a photo that had not been drawn before, by a warm child (median 0.9 s); a film of
12 s and 2.1 million pixels by `benchmarks/film.py` (5.7 s).
"""

from dataclasses import dataclass

from domain.creatives.states import RenderKind


@dataclass(frozen=True)
class Cost:
    """Seconds: of one at all, and of a million pixels, of a film in each of its seconds."""

    start_s: float
    megapixel_s: float


COSTS = {
    RenderKind.PRODUCT_IMAGE: Cost(0.4, 0.25),
    RenderKind.POSTER: Cost(0.4, 0.25),
    RenderKind.PROMO_VIDEO: Cost(1.5, 0.23),
    RenderKind.PACKAGING: Cost(0.4, 0.25),
}


def seconds(kind: RenderKind, width_px: int, height_px: int, film_s: float | None = None) -> float:
    """Of one file."""
    cost = COSTS[kind]
    return cost.start_s + cost.megapixel_s * width_px * height_px / 1e6 * (film_s or 1.0)
