"""Query, Mutation and Subscription put together, and checked against the models they show."""

from typing import Any

import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.tools import merge_types

from api import reads
from api.errors import SHOWN
from api.graphql import (
    asset_changes,
    assets,
    audit,
    background,
    batch_changes,
    brand_changes,
    brand_lint,
    brands,
    catalogue,
    categories,
    comment_changes,
    compliance,
    creative_tests,
    creatives,
    customers,
    describing,
    description_rules,
    descriptions,
    exports,
    fonts,
    imports,
    listing_showing,
    listings,
    media_preview,
    order_events,
    order_ingest,
    order_lifecycle,
    order_payments,
    orders,
    packagings,
    people,
    picture_upload,
    pictures,
    platform_events,
    platforms,
    products,
    render_batches,
    render_changes,
    render_events,
    renders,
    review_changes,
    reviews,
    sales,
    selling,
    sourcing,
    staged_uploads,
    store_lifecycle,
    stores,
    template_changes,
    template_diff,
    template_sets,
    templates,
    tokens,
    variants,
)
from api.mutation import idempotent
from api.reads.check import check_against_models
from api.reads.walk import walk_what_is_read
from api.scalars import SCALARS
from domain import every_table


@strawberry.type
class NodeQuery:
    node: reads.Node | None = reads.node(description="Anything by its global id.")
    nodes: list[reads.Node | None] = reads.nodes(
        description="Several by their global ids, in that order, null where there is none."
    )


Query: Any = merge_types(
    "Query",
    (
        NodeQuery,
        people.PeopleQuery,
        tokens.TokensQuery,
        stores.StoresQuery,
        platforms.PlatformsQuery,
        platform_events.PlatformEventsQuery,
        listings.ListingsQuery,
        selling.SellingQuery,
        catalogue.CatalogueQuery,
        assets.AssetsQuery,
        brands.BrandsQuery,
        brand_lint.BrandLintQuery,
        fonts.FontsQuery,
        sourcing.SourcingQuery,
        orders.OrdersQuery,
        customers.CustomersQuery,
        sales.SalesQuery,
        audit.AuditQuery,
        renders.RendersQuery,
        render_batches.RenderBatchesQuery,
        media_preview.MediaPreviewQuery,
        compliance.ComplianceQuery,
        reviews.ReviewsQuery,
        creative_tests.CreativeTestsQuery,
        descriptions.DescriptionsQuery,
        templates.TemplatesQuery,
        template_diff.TemplateDiffQuery,
        template_sets.TemplateSetsQuery,
        background.BackgroundQuery,
        imports.ImportsQuery,
        exports.ExportsQuery,
    ),
)
Mutation: Any = merge_types(
    "Mutation",
    (
        people.PeopleMutation,
        tokens.TokensMutation,
        stores.StoresMutation,
        store_lifecycle.StoreLifecycleMutation,
        platforms.PlatformsMutation,
        platform_events.PlatformEventsMutation,
        listings.ListingsMutation,
        selling.SellingMutation,
        categories.CategoriesMutation,
        products.ProductsMutation,
        asset_changes.AssetsMutation,
        staged_uploads.StagedUploadsMutation,
        pictures.PicturesMutation,
        picture_upload.PictureUploadMutation,
        variants.VariantsMutation,
        sourcing.SourcingMutation,
        order_lifecycle.OrdersMutation,
        order_ingest.IngestMutation,
        order_payments.PaymentsMutation,
        customers.CustomersMutation,
        brand_changes.BrandsMutation,
        fonts.FontsMutation,
        compliance.ComplianceMutation,
        creatives.CreativesMutation,
        packagings.PackagingsMutation,
        listing_showing.ShowingMutation,
        review_changes.ReviewsMutation,
        comment_changes.CommentsMutation,
        creative_tests.CreativeTestsMutation,
        describing.DescribingMutation,
        description_rules.DescriptionRulesMutation,
        template_changes.TemplatesMutation,
        template_sets.TemplateSetsMutation,
        render_changes.RenderChangesMutation,
        batch_changes.BatchesMutation,
        imports.ImportsMutation,
        exports.ExportsMutation,
    ),
)
Subscription: Any = merge_types(
    "Subscription", (order_events.OrdersSubscription, render_events.CreativesSubscription)
)
for _root, _said in (
    (Query, "What can be read."),
    (Mutation, "What can be done."),
    (Subscription, "What can be watched as it happens."),
):
    _root.__strawberry_definition__.description = _said

schema = strawberry.Schema(
    Query,
    Mutation,
    Subscription,
    types=list(SHOWN.values()),
    directives=[idempotent],
    config=StrawberryConfig(scalar_map=SCALARS),
)
assert every_table.METADATA.tables  # every model is known before any is looked at
check_against_models(schema._schema)  # noqa: SLF001  Strawberry hands out no other
walk_what_is_read(schema._schema)  # noqa: SLF001
