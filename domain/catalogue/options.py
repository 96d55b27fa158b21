"""Options of a product and the values its variants have: no two live variants are alike."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from domain.catalogue.models import Product, Variant
from domain.catalogue.values import OPTIONS
from domain.errors import Conflict, Taken
from domain.text import fold

Values = tuple[str, str, str]


def names_of(product: Product) -> list[str]:
    names = (product.option_1_name, product.option_2_name, product.option_3_name)
    return [name for name in names if name]


def put_names(product: Product, names: Sequence[str]) -> None:
    padded = [*names, None, None, None]
    for place in range(OPTIONS):
        if getattr(product, f"option_{place + 1}_name") != padded[place]:
            setattr(product, f"option_{place + 1}_name", padded[place])


def values_of(variant: Variant) -> Values:
    return variant.option_1, variant.option_2, variant.option_3


def put_values(variant: Variant, values: Sequence[str]) -> None:
    for place in range(OPTIONS):
        if getattr(variant, f"option_{place + 1}") != values[place]:
            setattr(variant, f"option_{place + 1}", values[place])


def called(values: Values) -> str:
    """What a variant without a title is called: `Red / S`."""
    return " / ".join(filter(None, values))[:255]


def shortened(values: Values, count: int) -> Values:
    """The first `count` of them, then empty text."""
    first, second, third = [*values[:count], "", "", ""][:OPTIONS]
    return first, second, third


class Combinations:
    """Which live variant of a product has which values, as far as it was told."""

    def __init__(self, variants: Iterable[Variant]) -> None:
        self._holders = {folded(values_of(variant)): variant.id for variant in variants}

    def take(self, id: UUID, values: Values, *path: str) -> None:
        """Raises Taken when another variant has them: in words, whatever their case."""
        if self._holders.setdefault(folded(values), id) != id:
            said = ", ".join(value for value in values if value) or "no options"
            raise Taken(f"Another variant of this product has {said}.", *path)


def check_shortened(variants: Iterable[Variant], count: int, *path: str) -> None:
    """Whether the variants still differ when only the first `count` options are left."""
    left = [folded(values_of(variant))[:count] for variant in variants]
    if len(set(left)) < len(left):
        raise Conflict("Without that option two variants would be alike.", *path)


def folded(values: Values) -> tuple[str, ...]:
    """How they are compared: in words, whatever their case."""
    return tuple(fold(value) for value in values)
