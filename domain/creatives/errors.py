"""What cannot be drawn, and where in the template and of which product."""

from uuid import UUID

from domain.errors import Invalid


class Undrawable(Invalid):
    """`rule` is what was broken; `layer` and `slot` are names in the template."""

    def __init__(  # noqa: PLR0913  all that a person needs to find it
        self,
        message: str,
        *path: str,
        rule: str,
        template: str | None = None,
        layer: str | None = None,
        slot: str | None = None,
        product_id: UUID | None = None,
    ) -> None:
        super().__init__(message, *path)
        self.rule, self.template, self.layer, self.slot = rule, template, layer, slot
        self.product_id = product_id
