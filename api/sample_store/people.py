"""Who works at the sample store."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from api.sample_store.reading import Telling, content
from domain.people.actions import assign_role, invite_user
from domain.permissions import Role

OWNER = content("people")[0]["email"]
"""The one person who holds every role."""


def invite_people(telling: Telling, stores: Mapping[str, UUID]) -> None:
    """Each with their roles: in every store, or in the one that is named."""
    work = telling.work(telling.now - timedelta(days=96))
    for person in content("people"):
        first, *others = (Role[name] for name in person["roles"])
        user = invite_user(
            work,
            name=person["name"],
            email=person["email"],
            locale=person["locale"],
            role=first,
            store_id=stores[person["store"]] if "store" in person else None,
        )
        for role in others:
            work.session.flush()
            assign_role(work, user.id, role)
