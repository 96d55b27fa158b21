"""How sure a share is: Wilson's score interval, in exact decimals; pure.

Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
Journal of the American Statistical Association 22 (1927), 209-212; method 3 of R. G. Newcombe,
"Two-sided confidence intervals for the single proportion: comparison of seven methods",
Statistics in Medicine 17 (1998), 857-872.
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext

Z_95 = Decimal("1.959963984540054")
"""The 97.5 % point of the normal distribution: 2.5 % lie beyond it on either side."""
PLACES = Decimal("0.000001")
"""Shares are given to six places."""
DIGITS = 40


@dataclass(frozen=True)
class Share:
    """A share and the 95 % interval around it, each from 0 to 1, to six places.

    The share is rounded half up, the interval outwards, so that it is never too narrow.
    """

    rate: Decimal
    low: Decimal
    high: Decimal


def share(hits: int, of: int, z: Decimal = Z_95) -> Share | None:
    """`hits` out of `of` with their interval; None of nothing. 0 <= hits <= of, or ValueError."""
    if not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no share")
    if of == 0:
        return None
    with localcontext(prec=DIGITS):
        hit, all_ = Decimal(hits), Decimal(of)
        middle = 2 * hit + z * z
        half = z * (z * z + 4 * hit * (all_ - hit) / all_).sqrt()
        whole = 2 * (all_ + z * z)
        low = Decimal(0) if hits == 0 else (middle - half) / whole
        high = Decimal(1) if hits == of else (middle + half) / whole
        return Share(
            (hit / all_).quantize(PLACES, ROUND_HALF_UP),
            low.quantize(PLACES, ROUND_FLOOR),
            high.quantize(PLACES, ROUND_CEILING),
        )
