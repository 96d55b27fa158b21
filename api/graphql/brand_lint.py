"""A template seen in a brand, in the graph."""

import json
from typing import Annotated

import strawberry
from sqlalchemy.orm import Session, selectinload
from strawberry.scalars import JSON

import api.graphql.compliance  # noqa: F401  describes Verdict
from api import reads
from api.brand_values import brand_values
from api.context import Info
from api.graphql.media_preview import said, version_of
from domain.brands.models import BrandKit
from domain.compliance.states import Verdict
from domain.errors import Forbidden, Invalid
from domain.permissions import Permission
from media.brand.rules import Brand, LayerRule

reads.described(
    LayerRule,
    "What of a template is held to a brand.",
    CONTRAST="Whether words can be read on what they stand on, by WCAG 2.2, as on a phone.",
    LOGO_MARGIN="Whether the mark has the clear space that it asks for.",
    LOGO_SIZE="Whether the mark is as large as it must be.",
    COLOR="Whether a colour that is written out is one of the palette.",
    FONT="Whether a family is one of the brand's.",
)


@strawberry.type(description="What one rule found of a template in a brand.")
class BrandLintFinding:
    rule: LayerRule = strawberry.field(description="What was measured.")
    path: str = strawberry.field(description="Where in the document: `layers[2].layers[0]`.")
    layer: str | None = strawberry.field(description="The layer's name, where it is one.")
    measured: str = strawberry.field(description="What was measured, with its unit.")
    limit: str = strawberry.field(description="What is wanted.")
    verdict: Verdict = strawberry.field(description="How it came out.")
    message: str = strawberry.field(description="The same as a sentence.")


@strawberry.type
class BrandLintQuery:
    @strawberry.field(
        description="Hold a template to a brand kit: filled with its sample and the brand's "
        "colours, with no photo; what depends on one is passed over. Of films and packaging the "
        "colours and families alone."
    )
    def brand_lint(
        self,
        info: Info,
        brand_kit_id: Annotated[strawberry.ID, said("Which brand kit.")],
        template_version_id: Annotated[
            strawberry.ID | None, said("Which version of a template, drafts too.")
        ] = None,
        document: Annotated[JSON | None, said("Or this document, which none has yet.")] = None,
    ) -> list[BrandLintFinding] | None:
        from media.brand.lint import lint  # noqa: PLC0415  imports what draws
        from media.errors import MediaError  # noqa: PLC0415  as above

        context = info.context
        if Permission.TEMPLATES_READ not in context.actor.grants:
            raise Forbidden(f"This needs the permission {Permission.TEMPLATES_READ}.")
        with Session(context.reads.database.looking) as session:
            work = context.work_in(session)
            version = version_of(work, template_version_id, document)
            kit = work.find(
                BrandKit,
                reads.row_id("BrandKit", brand_kit_id),
                "brand_kit_id",
                load=[selectinload(BrandKit.colors), selectinload(BrandKit.fonts)],
            )
            values = brand_values(kit, {})
            fonts = {one.role.name.lower(): one.family for one in kit.fonts}
            brand = Brand(values.colors, fonts, float(kit.clear_space), kit.logo_min_px)
        try:
            found = lint(json.loads(version.document), brand)
        except MediaError as error:
            raise Invalid(f"{error}.", "document") from None
        return [
            BrandLintFinding(
                rule=one.rule,
                path=one.path,
                layer=one.layer,
                measured=one.measured,
                limit=one.limit,
                verdict=Verdict[one.verdict.name],
                message=one.message,
            )
            for one in found
        ]
