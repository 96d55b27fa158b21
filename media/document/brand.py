"""What of a brand a template may ask for: colours and marks by a slot's binding, families by role.

A slot is bound to `brand.primary` and the like; a layer of words names `brand.heading` among its
families, and the setting `fonts` of the values says which family that is. A role that nobody fills
is passed over, for the family that is named after it.
"""

from collections.abc import Mapping
from typing import Any

from media.document.slot import Slot
from media.errors import BadTemplate, BadValue
from media.fonts import FAMILIES

COLORS = frozenset(
    {
        "brand.primary", "brand.secondary", "brand.accent", "brand.background", "brand.surface",
        "brand.text", "brand.textOnPrimary",
    }
)  # fmt: skip
LOGOS = frozenset({"brand.logo", "brand.logoOnDark"})
FAMILY_ROLES = frozenset({"brand.heading", "brand.body", "brand.numerals"})
SETTING = "fonts"
_PREFIX = "brand."


def check_binding(path: str, slot: Slot) -> None:
    """Raises BadTemplate where a slot is bound to what no brand has, or to another kind."""
    binding = slot.binding or ""
    if not binding.startswith(_PREFIX):
        return
    if binding not in COLORS | LOGOS:
        said = ", ".join(sorted(COLORS | LOGOS))
        raise BadTemplate(
            f"{path}.binding", f"{binding!r} is nothing of a brand; these are: {said}"
        )
    kinds = {"COLOR"} if binding in COLORS else {"LOGO", "IMAGE"}
    if slot.kind not in kinds:
        raise BadTemplate(f"{path}.binding", f"{binding!r} is no {slot.kind}")


def families_of(said: Any, added: Mapping[str, str]) -> dict[str, str]:
    """What the setting says, by role, as `Font.families` takes it; raises BadValue."""
    if said is None:
        return {}
    if not isinstance(said, Mapping):
        raise BadValue("Must be an object: a family for each role", slot=SETTING)
    found = {}
    for role, family in said.items():
        if f"{_PREFIX}{role}" not in FAMILY_ROLES:
            roles = ", ".join(sorted(one.removeprefix(_PREFIX) for one in FAMILY_ROLES))
            raise BadValue(f"{role!r} is no role of a font; these are: {roles}", slot=SETTING)
        if not isinstance(family, str) or (family not in FAMILIES and family not in added):
            raise BadValue(f"{family!r} is no family that is there", slot=SETTING)
        found[f"{_PREFIX}{role}"] = added.get(family, family)
    return found
