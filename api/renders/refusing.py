"""Why something cannot be drawn, as a person mends it: by the input at fault."""

import json
from typing import TYPE_CHECKING

from api.renders.binding import EVENT
from domain.creatives.errors import Undrawable

if TYPE_CHECKING:
    from api.renders.making import How, Shown
    from media.errors import MediaError


OF_PRODUCT = frozenset({"product", "listing", "products"})


def undrawable(error: "MediaError", how: "How", what: "Shown") -> Undrawable:
    """The same failure, by the input at fault; its words name the slot, and the product."""
    from media.document.names import shown_by  # noqa: PLC0415  imports what draws
    from media.errors import MissingSlot, PresetError, SlotError  # noqa: PLC0415  as above

    product = what.products[0] if what.products else None
    error = error.within(template=how.version.handle)
    slot = (error.slot or "").partition("[")[0]
    path = "template"
    if isinstance(error, PresetError):
        path = "preset_id"
    elif isinstance(error, SlotError) or error.slot is not None:
        path = "values"
    said = f"{error}."
    needs = _head(how, slot) if isinstance(error, MissingSlot) and slot not in how.values else ""
    if needs == EVENT:
        path = "event_id"
        error = error.within(layer=shown_by(json.loads(how.version.document), slot))
        lack = "the event has none" if what.event else "it tells of an event, and none was named"
        said = f"{error}: {lack}; give it one, or a value for the slot."
    elif needs in OF_PRODUCT:
        path = "picture_id" if what.shot else "listing_id" if what.listing_id else "product_id"
        said = f"{error}: the product has none of its own; give it one, or a value for the slot."
    return Undrawable(
        said,
        path,
        rule=getattr(error, "broken", None) or error.rule,
        template=error.template,
        layer=error.layer,
        slot=error.slot,
        product_id=product.id if product else None,
    )


def _head(how: "How", slot: str) -> str:
    """What would have filled the slot: `product`, `event`."""
    found = how.version.read(how.preset).slots.get(slot)
    return (found.binding or "").partition(".")[0] if found else ""
