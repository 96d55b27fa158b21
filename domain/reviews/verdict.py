"""Whether one picture is clicked more than the others, or too little is known yet; pure.

Any two arms are compared by the two-proportion z-test with the pooled share, two-sided, at 5 % in
all: each of the k(k-1)/2 pairs at 5 % divided by their number (Bonferroni). An arm wins if it beats
every other one so. If none does, arms large enough to show a difference of LEAST, with a power of
80 %, have none; smaller ones are not known yet. So are arms of less than FEWEST impressions, and of
less than EXPECTED clicks, or impressions without one, at the pooled share: there the normal
distribution is no good likeness (W. G. Cochran, Biometrics 10 (1954), 417-451).

Sources of the test and of the size: J. L. Fleiss, B. Levin and M. C. Paik, Statistical Methods for
Rates and Proportions, 3rd edition (2003), sections 3.1 and 4.2, equation 4.14.

It holds for one look. Who looks every day and stops at the first winner finds one by chance more
often than in one case of twenty.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext
from enum import StrEnum
from itertools import combinations
from typing import Generic, TypeVar

from domain.reviews.wilson import DIGITS, Z_95

FEWEST = 1_000
EXPECTED = 5
LEAST = Decimal("0.2")
"""The least difference that matters: a fifth of the pooled share."""
Z_POWER = Decimal("0.8416212335729143")
"""The 80 % point of the normal distribution."""
Z_OF_PAIRS = {1: Z_95, 3: Decimal("2.3939797998185104"), 6: Decimal("2.638257273476751")}
"""By how many pairs there are among two, three or four arms: the point of 5 % divided by it."""

Arm = TypeVar("Arm")


class TestVerdict(StrEnum):
    """What a test has shown."""

    __test__ = False  # pytest would take it for one of its own

    NOT_ENOUGH_DATA = "NOT_ENOUGH_DATA"
    NO_DIFFERENCE = "NO_DIFFERENCE"
    WINNER = "WINNER"


@dataclass(frozen=True)
class Shown:
    """How often an arm was shown, and how often clicked."""

    impressions: int
    clicks: int

    @property
    def rate(self) -> Decimal:
        return Decimal(self.clicks) / self.impressions if self.impressions else Decimal(0)


@dataclass(frozen=True)
class Outcome(Generic[Arm]):
    """The verdict, the arm that won, and how many impressions each arm needs to tell LEAST."""

    verdict: TestVerdict
    winner: Arm | None = None
    needed: int | None = None


def judge(arms: Mapping[Arm, Shown]) -> Outcome[Arm]:
    """What two, three or four arms show that were shown side by side."""
    with localcontext(prec=DIGITS):
        pairs = list(combinations(arms, 2))
        z = Z_OF_PAIRS[len(pairs)]
        shown = sum(one.impressions for one in arms.values())
        pooled = Shown(shown, sum(one.clicks for one in arms.values())).rate
        needed = impressions_needed(pooled, z)
        if needed is None or not all(_is_large(one, pooled) for one in arms.values()):
            return Outcome(TestVerdict.NOT_ENOUGH_DATA, needed=needed)
        best = max(arms, key=lambda arm: arms[arm].rate)
        if all(differ(arms[best], one, z) for arm, one in arms.items() if arm != best):
            return Outcome(TestVerdict.WINNER, best, needed)
        if all(one.impressions >= needed for one in arms.values()):
            return Outcome(TestVerdict.NO_DIFFERENCE, needed=needed)
        return Outcome(TestVerdict.NOT_ENOUGH_DATA, needed=needed)


def differ(one: Shown, other: Shown, z: Decimal = Z_95) -> bool:
    """Whether two shares differ by the two-proportion z-test."""
    pooled = Shown(one.impressions + other.impressions, one.clicks + other.clicks).rate
    spread = pooled * (1 - pooled)
    if not (one.impressions and other.impressions and spread):
        return False
    variance = spread * (1 / Decimal(one.impressions) + 1 / Decimal(other.impressions))
    return (one.rate - other.rate) ** 2 > z * z * variance


def impressions_needed(pooled: Decimal, z: Decimal = Z_95) -> int | None:
    """Of each arm, to tell a share from one that is LEAST larger; None of no share at all."""
    if pooled == 0:
        return None
    lift = 1 + LEAST
    other = pooled * lift if pooled * lift <= 1 else pooled * (1 - LEAST)
    return size_to_tell(pooled, other, z)


def size_to_tell(one: Decimal, other: Decimal, z: Decimal = Z_95) -> int:
    """Equation 4.14: of each group, to tell two shares apart with a power of 80 %."""
    middle = (one + other) / 2
    by_chance = z * (2 * middle * (1 - middle)).sqrt()
    by_power = Z_POWER * (one * (1 - one) + other * (1 - other)).sqrt()
    size = ((by_chance + by_power) / (one - other)) ** 2
    return int(size.to_integral_value(ROUND_CEILING))


def _is_large(one: Shown, pooled: Decimal) -> bool:
    expected = one.impressions * min(pooled, 1 - pooled)
    return one.impressions >= FEWEST and expected >= EXPECTED
