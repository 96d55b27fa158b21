"""How descriptions are made, edited, decided and shown, in the graph."""

from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.errors import UserError, shows
from api.graphql.descriptions import ProductDescription
from api.inputs import given
from api.mutation import Payload, mutation
from domain.descriptions import actions, approval, blocks, sizes, states
from domain.errors import Invalid
from domain.stores import described

reads.described(
    approval.DescriptionDecision,
    "What is decided of a description.",
    APPROVE="It may be shown.",
    REJECT="It may not; say why.",
)


@shows(approval.DescriptionNotFit)
@strawberry.type(description="The description holds what may not be shown.")
class DescriptionNotFit(UserError):
    phrases: list[str] = strawberry.field(description="The forbidden phrases in it.")

    @classmethod
    def of(cls, error: approval.DescriptionNotFit, **more: Any) -> Self:
        return super().of(error, phrases=list(error.phrases), **more)


VERSION = "Refuse if it has changed since this version."


def _version() -> Any:
    return strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A description to be composed from what the catalogue says.")
class DescriptionGenerateInput:
    product_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of which product; give this or a listing."
    )
    listing_id: strawberry.ID | None = strawberry.field(
        default=None, description="For which listing: of its variant, for its store's platform."
    )
    locale: states.DescriptionLocale = strawberry.field(description="In which language.")
    platform_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="For which platform, within the length of title it takes; not with a listing.",
    )


@strawberry.input(description="A table written by hand.")
class DescriptionTableInput:
    head: list[str] = strawberry.field(description="The names of the columns.")
    rows: list[list[str]] = strawberry.field(description="Rows, each as long as the head.")

    def value(self) -> sizes.Table:
        return sizes.Table(tuple(self.head), tuple(tuple(row) for row in self.rows))


@strawberry.input(description="A block of the page written by hand; what its kind needs.")
class DescriptionBlockInput:
    kind: states.BlockKind = strawberry.field(description="What sort of block it is.")
    text: str = strawberry.field(
        default="", description="Of a heading or a paragraph; of a picture, what it shows."
    )
    items: list[str] = strawberry.field(default_factory=list, description="Of a list.")
    head: list[str] = strawberry.field(
        default_factory=list, description="Of a table: the names of its columns."
    )
    rows: list[list[str]] = strawberry.field(
        default_factory=list, description="Of a table: rows, each as long as the head."
    )
    picture_id: strawberry.ID | None = strawberry.field(
        default=None, description="Of a picture: which of the product's."
    )

    def value(self) -> blocks.Block:
        picture = reads.maybe_row_id("ProductPicture", self.picture_id) or ""
        rows = tuple(tuple(row) for row in self.rows)
        return blocks.Block(
            self.kind, self.text, tuple(self.items), tuple(self.head), rows, str(picture)
        )


@strawberry.input(description="What is said otherwise; what is left out stays.")
class DescriptionEditInput:
    id: strawberry.ID = strawberry.field(description="Which version to follow.")
    expected_version: int | None = _version()
    title: str | None = strawberry.field(default=strawberry.UNSET, description="The title.")
    selling_points: list[str] | None = strawberry.field(
        default=strawberry.UNSET, description="All selling points; null takes them away."
    )
    size_table: DescriptionTableInput | None = strawberry.field(
        default=strawberry.UNSET, description="The table of sizes; null takes it away."
    )
    care: str | None = strawberry.field(
        default=strawberry.UNSET, description="The care text; null takes it away."
    )
    blocks: list[DescriptionBlockInput] | None = strawberry.field(
        default=strawberry.UNSET,
        description="The whole page; left out or null, it follows what is said of the parts.",
    )


@strawberry.input(description="The description to hand in.")
class DescriptionSubmitInput:
    id: strawberry.ID = strawberry.field(description="Which version.")
    expected_version: int | None = _version()


@strawberry.input(description="What the manager decides.")
class DescriptionDecideInput:
    id: strawberry.ID = strawberry.field(description="Which version.")
    decision: approval.DescriptionDecision = strawberry.field(description="What is decided.")
    expected_version: int | None = _version()
    reason: str | None = strawberry.field(
        default=None, description="Why; needed when it is rejected."
    )


@strawberry.input(description="The description to look over again.")
class DescriptionCheckInput:
    id: strawberry.ID = strawberry.field(description="Which version.")
    expected_version: int | None = _version()


@strawberry.input(description="The approved description to show.")
class DescriptionApplyInput:
    id: strawberry.ID = strawberry.field(description="Which version.")
    expected_version: int | None = _version()
    listing_id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The listing that takes its title; left out, the product takes its page.",
    )


@strawberry.type(description="The description that was composed.")
class DescriptionGeneratePayload(Payload):
    description: ProductDescription | None = reads.changed(description="The new draft.")


@strawberry.type(description="The version that was written.")
class DescriptionEditPayload(Payload):
    description: ProductDescription | None = reads.changed(description="The new draft.")


@strawberry.type(description="The description that was handed in.")
class DescriptionSubmitPayload(Payload):
    description: ProductDescription | None = reads.changed(description="It as it is now.")


@strawberry.type(description="The description that was decided.")
class DescriptionDecidePayload(Payload):
    description: ProductDescription | None = reads.changed(description="It as it is now.")


@strawberry.type(description="The description that was looked over.")
class DescriptionCheckPayload(Payload):
    description: ProductDescription | None = reads.changed(description="It as it is now.")


@strawberry.type(description="The description that is shown.")
class DescriptionApplyPayload(Payload):
    description: ProductDescription | None = reads.changed(description="It as it is now.")


@strawberry.type
class DescribingMutation:
    @mutation(
        description="Compose a description from the catalogue, as a draft; the same words for the "
        "same facts."
    )
    def description_generate(
        self, info: Info, input: DescriptionGenerateInput
    ) -> DescriptionGeneratePayload:
        work = info.context.work
        if (input.product_id is None) == (input.listing_id is None):
            raise Invalid("Give either a product or a listing.", "product_id")
        if input.listing_id is not None:
            if input.platform_id is not None:
                raise Invalid("A listing's platform is its store's.", "platform_id")
            listing_id = reads.row_id("Listing", input.listing_id)
            made = described.describe_listing(work, listing_id, input.locale)
        else:
            product_id = reads.row_id("Product", str(input.product_id))
            platform_id = reads.maybe_row_id("Platform", input.platform_id)
            place = actions.Place(product_id, input.locale, platform_id)
            made = actions.generate_description(work, place)
        return DescriptionGeneratePayload.of(description=made)

    @mutation(
        description="Say it otherwise: a new draft that follows this version and is looked over in "
        "the same way."
    )
    def description_edit(self, info: Info, input: DescriptionEditInput) -> DescriptionEditPayload:
        said = given(input)
        if table := said.get("size_table"):
            said["size_table"] = table.value()
        if page := said.get("blocks"):
            said["blocks"] = [block.value() for block in page]
        description = actions.edit_description(
            info.context.work,
            reads.row_id("ProductDescription", input.id),
            said,
            version=input.expected_version,
        )
        return DescriptionEditPayload.of(description=description)

    @mutation(description="Hand a draft in, if nothing in it is forbidden today.")
    def description_submit(
        self, info: Info, input: DescriptionSubmitInput
    ) -> DescriptionSubmitPayload:
        description = approval.submit_description(
            info.context.work,
            reads.row_id("ProductDescription", input.id),
            version=input.expected_version,
        )
        return DescriptionSubmitPayload.of(description=description)

    @mutation(
        description="Approve a description, which retires the one approved before it for the same "
        "place; or reject it. Who made it approves it only where nobody else could."
    )
    def description_decide(
        self, info: Info, input: DescriptionDecideInput
    ) -> DescriptionDecidePayload:
        description = approval.decide_description(
            info.context.work,
            reads.row_id("ProductDescription", input.id),
            input.decision,
            input.reason,
            version=input.expected_version,
        )
        return DescriptionDecidePayload.of(description=description)

    @mutation(description="Look a description over again, by the phrases and limits of today.")
    def description_check(
        self, info: Info, input: DescriptionCheckInput
    ) -> DescriptionCheckPayload:
        description = actions.check_description(
            info.context.work,
            reads.row_id("ProductDescription", input.id),
            version=input.expected_version,
        )
        return DescriptionCheckPayload.of(description=description)

    @mutation(
        description="Show what is approved: its page on the product, or its title on a listing."
    )
    def description_apply(
        self, info: Info, input: DescriptionApplyInput
    ) -> DescriptionApplyPayload:
        work, version = info.context.work, input.expected_version
        description_id = reads.row_id("ProductDescription", input.id)
        if input.listing_id is None:
            shown = approval.apply_description(work, description_id, version=version)
        else:
            listing_id = reads.row_id("Listing", input.listing_id)
            shown = described.apply_to_listing(work, description_id, listing_id, version=version)
        return DescriptionApplyPayload.of(description=shown)
