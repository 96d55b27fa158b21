"""What somebody puts into a basket on a day of the story, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from api.sample_store.reading import offered, product_of, products
from domain.money import Money, UnitPrice
from domain.orders.stated import StatedLine

DAYS = 84
"""Twelve weeks; the last of them is yesterday."""
PROMOTION = range(54, 59)
PROMOTION_PERCENT = 15
LINE_COUNTS = {1: 54, 2: 28, 3: 13, 4: 5}
QUANTITIES = {1: 80, 2: 15, 3: 3, 4: 2}


@dataclass(frozen=True)
class Basket:
    """Its lines and the sums of the order."""

    lines: tuple[StatedLine, ...]
    shipping: Money
    discount: Money
    tax: Money
    total: Money


class Counter:
    """Fills baskets in one store."""

    def __init__(self, said: Mapping[str, Any], chance: Random) -> None:
        self.currency, self.trade, self.chance = said["currency"], said["trade"], chance
        shelf = said["shelf"]
        self.gone = {
            one["sku"]: DAYS - one["days_ago"] for one in shelf["suspended"] + shelf["delisted"]
        }
        never = {*shelf["draft"], *shelf["scheduled"], *shelf["left_out"]}
        self.pulls = {
            one["sku"]: product["pull"] / len(product["variants"])
            for product in products()
            for one in product["variants"]
            if one["sku"] not in never
        }

    def fill(self, day: int, *, unmapped: str | None = None) -> Basket:
        """One basket; `unmapped` is a SKU that nobody here knows, as the first line's."""
        chosen = self._choose(day, drawn(LINE_COUNTS, self.chance))
        lines = [self._line(sku, day) for sku in chosen]
        if unmapped:
            known = lines[0]
            lines[0] = StatedLine(
                sku=unmapped, quantity=1, unit_price=known.unit_price, title=unmapped
            )
        return self._summed(tuple(lines))

    def _choose(self, day: int, count: int) -> list[str]:
        """So many different SKUs that were on sale that day."""
        left = {sku: pull for sku, pull in self.pulls.items() if day < self.gone.get(sku, DAYS)}
        chosen = []
        for _ in range(count):
            chosen.append(drawn(left, self.chance))
            del left[chosen[-1]]
        return chosen

    def _line(self, sku: str, day: int) -> StatedLine:
        price = UnitPrice.of(Decimal(offered(sku)[self.currency]), self.currency)
        quantity = drawn(QUANTITIES, self.chance)
        off = None
        if day in PROMOTION:
            amount = price.times(quantity)
            off = Money(amount.minor * PROMOTION_PERCENT // 100, self.currency)
        return StatedLine(
            sku=sku, quantity=quantity, unit_price=price, title=self._title(sku), discount=off
        )

    def _title(self, sku: str) -> str:
        if self.currency == "CNY":
            return f"{product_of(sku)['title_zh']} {offered(sku)['zh']}"
        return f"{product_of(sku)['title']}, {' / '.join(offered(sku)['options'])}"

    def _summed(self, lines: Sequence[StatedLine]) -> Basket:
        zero = Money.zero(self.currency)
        subtotal = Money.total(
            (one.unit_price.times(one.quantity) - (one.discount or zero) for one in lines),
            self.currency,
        )
        coupon = self.trade["coupon"]
        is_used = self.chance.random() < coupon["share"]
        discount = self._money(coupon["off"]) if is_used else zero
        if self._money(coupon["from"]) > subtotal:
            discount = zero
        is_free = subtotal >= self._money(self.trade["free_shipping_from"])
        shipping = zero if is_free else self._money(self.trade["shipping"])
        total = subtotal + shipping - discount
        return Basket(tuple(lines), shipping, discount, self._tax_within(total), total)

    def _tax_within(self, total: Money) -> Money:
        percent = Decimal(self.trade["vat_percent"])
        share = total.minor * percent / (100 + percent)
        return Money(int(share.quantize(Decimal(1), ROUND_HALF_UP)), total.currency)

    def _money(self, amount: str) -> Money:
        return Money.of(Decimal(amount), self.currency)


def drawn(weights: Mapping[Any, float], chance: Random) -> Any:
    """One of the keys, by weight."""
    [one] = chance.choices(list(weights), list(weights.values()))
    return one
