"""The point of a picture that a crop keeps, as clients give it."""

from decimal import Decimal

import strawberry

from domain.assets.focal_point import FocalPoint


@strawberry.input(description="The point of a picture that a crop keeps.")
class FocalPointInput:
    x: Decimal = strawberry.field(description="From 0, the left edge, to 1, the right one.")
    y: Decimal = strawberry.field(description="From 0, the top edge, to 1, the bottom one.")

    def value(self) -> FocalPoint:
        return FocalPoint(self.x, self.y)
