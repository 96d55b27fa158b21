"""Why something cannot be drawn, as a person mends it: by the input at fault."""

from typing import TYPE_CHECKING

from domain.creatives.errors import Undrawable

if TYPE_CHECKING:
    from api.renders.making import How, Shown
    from media.errors import MediaError


def undrawable(error: "MediaError", how: "How", what: "Shown") -> Undrawable:
    """The same failure, by the input at fault; its words name the slot, and the product."""
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
    if isinstance(error, MissingSlot) and slot not in how.values and _is_of_product(how, slot):
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


def _is_of_product(how: "How", slot: str) -> bool:
    """Whether the slot would have been filled by the product."""
    found = how.version.read(how.preset).slots.get(slot)
    binding = (found.binding or "") if found else ""
    return binding.partition(".")[0] in {"product", "listing", "products"}
