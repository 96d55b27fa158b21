"""Pictures that look alike: found by their fingerprints, in the database.

Two fingerprints of 64 bits that differ in ALIKE bits or fewer are cut into four bands of 16; in one
of these they differ in two bits at most (the pigeonhole principle), and only 137 values are that
near to a given one. So each band is looked up by index for those, and what is found is counted
exactly: none is missed, and of 100,000 pictures a few hundred are compared.
"""

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, column, select, union
from sqlalchemy.orm import aliased
from sqlalchemy.sql.functions import FunctionElement

from domain.assets.models import BANDS, MediaAsset
from domain.phrases import speaks
from domain.scope import AmongRows

ALIKE = 10
"""Of 64: as `media.photos.likeness` says it."""
BAND_BITS = 16
_NEAR = ALIKE // len(BANDS)
_MASKS = ",".join(str(mask) for mask in range(1 << BAND_BITS) if mask.bit_count() <= _NEAR)
_ONES = "0112122312232334"
"""How many of its four bits each of 0 to 15 has set."""


@speaks(
    postgresql=f"(SELECT unnest(ARRAY[{_MASKS}]::bigint[]) AS mask)",
    sqlite=f"(SELECT value AS mask FROM json_each('[{_MASKS}]'))",  # noqa: S608  numbers of ours
)
class Masks(FunctionElement[Any]):
    """A table of the differences that two bands may have; its one column is `mask`."""

    inherit_cache = True


@speaks(
    postgresql="bit_count(({0} # {1})::bit(16))",
    sqlite="("
    + " + ".join(
        f"substr('{_ONES}', (((({{0}} | {{1}}) - ({{0}} & {{1}})) >> {shift}) & 15) + 1, 1)"
        for shift in range(0, BAND_BITS, 4)
    )
    + ")",
)
class Differing(FunctionElement[int]):
    """In how many bits two bands differ."""

    type = BigInteger()
    inherit_cache = True


def bands_of(fingerprint: str | None) -> dict[str, Any]:
    """The columns that a fingerprint, in hex, is looked up by."""
    if fingerprint is None:
        return dict.fromkeys(BANDS)
    digits = BAND_BITS // 4
    return {
        name: int(fingerprint[place * digits : (place + 1) * digits], 16)
        for place, name in enumerate(BANDS)
    }


def is_alike(row: Any, other: Any) -> ColumnElement[bool]:
    """Whether `other` is another picture of the organisation that looks like `row`.

    The look-up goes past the reader's scope, which `other` must have of its own.
    """
    near = []
    for band in BANDS:
        masks = Masks().table_valued(column("mask", BigInteger())).alias(f"masks_{band}")
        found = aliased(MediaAsset, name=f"near_{band}")
        values = select(_either(getattr(row, band), masks.c.mask)).correlate(row)
        same = found.organization_id == row.organization_id
        is_in = AmongRows(getattr(found, band), values.scalar_subquery())
        near.append(select(found.id).where(same, is_in).correlate(row))
    is_near = AmongRows(other.id, union(*near).scalar_subquery())
    return and_(is_near, other.id != row.id, difference(row, other) <= ALIKE)


def difference(row: Any, other: Any) -> ColumnElement[int]:
    """In how many of the 64 bits the two differ."""
    ones = [Differing(getattr(row, band), getattr(other, band)) for band in BANDS]
    total: ColumnElement[int] = ones[0]
    for one in ones[1:]:
        total += one
    return total


def _either(one: Any, other: Any) -> Any:
    """The bits that one of the two has set: exclusive or, which SQLite has no sign for."""
    return one.bitwise_or(other) - one.bitwise_and(other)
