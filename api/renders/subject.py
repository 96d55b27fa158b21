"""What is shown, by ids, and as a render keeps it, to be bound anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Subject:
    """Products, or what a store offers of one, of one also a variant; and an event, if for one."""

    product_ids: Sequence[UUID] = ()
    listing_id: UUID | None = None
    store_id: UUID | None = None
    picture_id: UUID | None = None
    variant_id: UUID | None = None
    event_id: UUID | None = None


ONE_EACH = ("variant_id", "listing_id", "store_id", "picture_id", "event_id")


def asked_as(subject: Subject, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a render is bound anew from."""
    told: dict[str, Any] = {
        "values": values,
        "product_ids": [str(one) for one in subject.product_ids],
    }
    for name in ONE_EACH:
        found = getattr(subject, name)
        told[name] = found and str(found)
    return {name: value for name, value in told.items() if value}


def subject_of(asked: Mapping[str, Any]) -> Subject:
    """Back from `asked_as`."""
    one = {name: UUID(asked[name]) for name in ONE_EACH if name in asked}
    return Subject(tuple(UUID(each) for each in asked.get("product_ids", ())), **one)
