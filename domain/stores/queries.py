"""What stores are asked beside their rows, as hand-written selects with the reader's scope."""

from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Integer,
    Select,
    literal_column,
    not_,
    select,
    union_all,
)

from domain.base import Words
from domain.permissions import Grants
from domain.stores.models import Listing
from domain.stores.readiness import MISSING, TO_GO_LIVE, looked_at


def listing_readiness(may: Grants, listing_id: ColumnElement[UUID]) -> Select[*tuple[Any, ...]]:
    """A row for each check of the gate, in its order; none for a listing not seen.

    `gap, is_met, is_only_to_go_live`.
    """
    mine = looked_at(Listing.id == listing_id, Listing.scope(Listing, may)).cte("gaps")
    checks = union_all(
        *(
            select(
                literal_column(str(place), Integer()).label("place"),
                literal_column(f"'{gap.name}'", Words()).label("gap"),
                not_(mine.c[gap.name]).label("is_met"),
                literal_column("true" if gap in TO_GO_LIVE else "false", Boolean()).label(
                    "is_only_to_go_live"
                ),
            )
            for place, gap in enumerate(MISSING)
        )
    ).subquery("checks")
    return select(checks).order_by(checks.c.place)
