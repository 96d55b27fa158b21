"""What every event that a subscription tells of says of itself."""

from datetime import datetime
from typing import ClassVar

import strawberry

from api import reads
from domain import outbox
from domain.base import Base


@strawberry.interface(description="Something happened. Give its `id` as `afterEventId` to go on.")
class Event:
    model: ClassVar[type[Base]] = outbox.OutboxEvent
    id: strawberry.ID = reads.global_id("Event", "id", description="Its id, for `afterEventId`.")
    at: datetime = reads.attribute(description="When.")
    kind: str = reads.attribute(description="What, such as `order.reviewed`.")
