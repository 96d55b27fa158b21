"""What happens to orders, as it happens."""

import strawberry

from api import reads
from api.graphql.events import Event
from api.graphql.orders import Order
from domain.orders import models


@strawberry.type(description="Something happened to an order, or to many at once.")
class OrderEvent(Event):
    order: Order | None = reads.points_at(
        "subject_type",
        "subject_id",
        description="The order as it is now; null when many were taken in at once.",
    )


@strawberry.type
class OrdersSubscription:
    order_events: OrderEvent = reads.told(
        models.Order,
        ("order.", "orders."),
        description="What happens to orders, in the order in which all are told of it.",
    )
