"""Who may see what, a second time and by hand: CAPABILITIES 2.4 and section 6 of the design."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.permissions import Permission, Role

HOLDERS: Mapping[str, str] = {  # by the first letters of the roles
    "STORES_READ": "DOCPFM",
    "STORES_OPERATE": "OM",
    "STORES_MANAGE": "M",
    "CATALOGUE_READ": "DOCPFM",
    "PRODUCTS_WRITE": "OM",
    "CONTENT_WRITE": "DOM",
    "PRICES_WRITE": "OM",
    "LISTINGS_PUBLISH": "OM",
    "COSTS_READ": "OPFM",
    "COSTS_WRITE": "P",
    "SUPPLIERS_READ": "OPFM",
    "SUPPLIERS_WRITE": "PM",
    "SUPPLIERS_BLOCK": "M",
    "ORDERS_READ": "OCPFM",
    "ORDERS_WRITE": "OCM",
    "ORDERS_INGEST": "OM",
    "PAYMENTS_RECORD": "OFM",
    "CUSTOMERS_READ": "OCFM",
    "CUSTOMERS_WRITE": "OCM",
    "CUSTOMERS_ERASE": "M",
    "CONTACT_REVEAL": "CM",
    "CONTACT_REVEAL_FOR_FULFILMENT": "O",
    "PEOPLE_READ": "M",
    "PEOPLE_MANAGE": "M",
    "AUDIT_READ": "FM",
    "ASSETS_WRITE": "DOM",
    "BRANDS_WRITE": "DM",
    "TEMPLATES_READ": "DOCPM",
    "TEMPLATES_WRITE": "D",
    "TEMPLATES_PUBLISH": "M",
    "RENDERS_READ": "DOCPM",
    "RENDERS_WRITE": "DOM",
    "REVIEWS_WRITE": "DOM",
    "REVIEWS_DECIDE": "M",
    "EVENTS_READ": "DOCFM",
    "EVENTS_WRITE": "OM",
    "JOBS_READ": "OM",
    "IMPORTS_RUN": "OM",
    "EXPORTS_RUN": "OFM",
    "SCHEMA_READ": "DOCPFM",
}


@dataclass(frozen=True)
class Who:
    """A user, their roles and where each is held; None is every store."""

    name: str
    user_id: UUID
    organization_id: UUID
    assigned: tuple[tuple[Role, UUID | None], ...]
    only: frozenset[str] = frozenset(HOLDERS)
    """What the token they came with leaves of it."""

    def stores(self, permission: str) -> set[UUID | None]:
        """Where they hold it; a None among them is every store."""
        if permission not in self.only:
            return set()
        return {store for role, store in self.assigned if role.name[0] in HOLDERS[permission]}

    def may(self, permission: str) -> bool:
        """Held anywhere."""
        return bool(self.stores(permission))

    def may_in(self, permission: str, store_id: UUID | None) -> bool:
        """Held in that store; of no store at all means in every one."""
        return bool(self.stores(permission) & {None, store_id})

    def reach(self, permission: str) -> str:
        stores = self.stores(permission)
        return (
            "EVERY_STORE" if None in stores else "ONE_STORE" if len(stores) == 1 else "SOME_STORES"
        )

    def sees(self, row: Any) -> bool:
        return SEEN[type(row).__name__](self, row)


Rule = Callable[[Who, Any], bool]


def _shared(permission: str) -> Rule:
    """Of the organisation, for all who hold the permission anywhere."""
    return lambda who, row: row.organization_id == who.organization_id and who.may(permission)


def _in_store(permission: str) -> Rule:
    return lambda who, row: (
        row.organization_id == who.organization_id and who.may_in(permission, row.store_id)
    )


def _store(who: Who, row: Any) -> bool:
    return row.organization_id == who.organization_id and who.may_in("STORES_READ", row.id)


def _platform(who: Who, row: Any) -> bool:
    return who.may("STORES_READ") and row.organization_id in {None, who.organization_id}


def _user(who: Who, row: Any) -> bool:
    everybody = who.may("PEOPLE_READ") or who.may("AUDIT_READ")
    return row.organization_id == who.organization_id and (everybody or row.id == who.user_id)


def _of_user(who: Who, row: Any) -> bool:
    own = row.user_id == who.user_id or who.may("PEOPLE_READ")
    return bool(row.organization_id == who.organization_id and own)


def _render(who: Who, row: Any) -> bool:
    """Of no store: for all who may anywhere."""
    if row.organization_id != who.organization_id or not who.may("RENDERS_READ"):
        return False
    return row.store_id is None or who.may_in("RENDERS_READ", row.store_id)


def _kit(who: Who, row: Any) -> bool:
    """Of no store: for all who may anywhere."""
    if row.organization_id != who.organization_id or not who.may("TEMPLATES_READ"):
        return False
    return row.store_id is None or who.may_in("TEMPLATES_READ", row.store_id)


def _render_event(who: Who, row: Any) -> bool:
    return row.subject_type == "RenderJob" and _render(who, row)


def _import(who: Who, row: Any) -> bool:
    """Of no store: for all who may anywhere."""
    if row.organization_id != who.organization_id or not who.may("IMPORTS_RUN"):
        return False
    return row.store_id is None or who.may_in("IMPORTS_RUN", row.store_id)


def _export(who: Who, row: Any) -> bool:
    """One's own."""
    is_own = row.requested_by_id == who.user_id and row.organization_id == who.organization_id
    return is_own and who.may("EXPORTS_RUN")


def _staged(who: Who, row: Any) -> bool:
    """One's own."""
    is_own = row.created_by_id == who.user_id and row.organization_id == who.organization_id
    return is_own and who.may("ASSETS_WRITE")


def _shipped(permission: str) -> Rule:
    """Nobody's, as they ship, and the reader's own."""
    return lambda who, row: (
        who.may(permission) and row.organization_id in {None, who.organization_id}
    )


def _organization(who: Who, row: Any) -> bool:
    return bool(row.id == who.organization_id)


SEEN: Mapping[str, Rule] = {
    "ApiToken": _of_user,
    "AuditEntry": _in_store("AUDIT_READ"),
    "AuditSeal": _shared("AUDIT_READ"),
    "AssetDerivative": _shared("CATALOGUE_READ"),
    "BrandColor": _kit,
    "BrandFont": _kit,
    "BrandKit": _kit,
    "Category": _shared("CATALOGUE_READ"),
    "ComplianceFinding": _shared("CATALOGUE_READ"),
    "ComplianceResult": _shared("CATALOGUE_READ"),
    "CreativeReview": _render,
    "Customer": _shared("CUSTOMERS_READ"),
    "DescriptionFinding": _shared("CATALOGUE_READ"),
    "FileExport": _export,
    "FileImport": _import,
    "ForbiddenPhrase": _shipped("CATALOGUE_READ"),
    "ImportFinding": _import,
    "FontAsset": _shared("TEMPLATES_READ"),
    "Job": _shared("JOBS_READ"),
    "Listing": _in_store("CATALOGUE_READ"),
    "ListingMedia": _in_store("CATALOGUE_READ"),
    "MediaAsset": _shared("CATALOGUE_READ"),
    "MediaTemplate": _shared("TEMPLATES_READ"),
    "MediaTemplateVersion": _shared("TEMPLATES_READ"),
    "Order": _in_store("ORDERS_READ"),
    "OrderException": _in_store("ORDERS_READ"),
    "OrderLine": _in_store("ORDERS_READ"),
    "Organization": _organization,
    "Payment": _in_store("ORDERS_READ"),
    "Refund": _in_store("ORDERS_READ"),
    "Platform": _platform,
    "PlatformEvent": _shared("EVENTS_READ"),
    "PlatformEventPhase": _shared("EVENTS_READ"),
    "PlatformOrder": _in_store("ORDERS_READ"),
    "Product": _shared("CATALOGUE_READ"),
    "ProductAttribute": _shared("CATALOGUE_READ"),
    "ProductDescription": _shared("CATALOGUE_READ"),
    "ProductPicture": _shared("CATALOGUE_READ"),
    "RenderBatch": _render,
    "RenderBatchPreset": _render,
    "RenderJob": _render,
    "RenderJobEvent": _render_event,
    "ReviewComment": _render,
    "ReviewRound": _render,
    "RenderSideFile": _render,
    "RoleAssignment": _of_user,
    "StagedUpload": _staged,
    "SizePreset": _shipped("CATALOGUE_READ"),
    "Store": _store,
    "StoreOpeningTask": _in_store("STORES_READ"),
    "Supplier": _shared("SUPPLIERS_READ"),
    "TitleLimit": _shipped("CATALOGUE_READ"),
    "TemplateSet": _shared("TEMPLATES_READ"),
    "TemplateSetItem": _shared("TEMPLATES_READ"),
    "TemplateSlot": _shared("TEMPLATES_READ"),
    "User": _user,
    "Variant": _shared("CATALOGUE_READ"),
}
"""By type: whether somebody sees a row."""

GUARDS: Mapping[str, str] = {
    "Query.auditEntries": "AUDIT_READ",
    "Query.brandKits": "TEMPLATES_READ",
    "Query.categories": "CATALOGUE_READ",
    "Query.complianceResults": "CATALOGUE_READ",
    "Query.creativeReviews": "RENDERS_READ",
    "Query.creativeTest": "RENDERS_READ",
    "Query.customers": "CUSTOMERS_READ",
    "Query.fileExports": "EXPORTS_RUN",
    "Query.fileImports": "IMPORTS_RUN",
    "Query.forbiddenPhrases": "CATALOGUE_READ",
    "Query.fontAssets": "TEMPLATES_READ",
    "Query.jobs": "JOBS_READ",
    "Query.listingReadiness": "CATALOGUE_READ",
    "Query.listings": "CATALOGUE_READ",
    "Query.mediaAssets": "CATALOGUE_READ",
    "Query.mediaTemplateDiff": "TEMPLATES_READ",
    "Query.mediaTemplateVersions": "TEMPLATES_READ",
    "Query.mediaTemplates": "TEMPLATES_READ",
    "Query.orders": "ORDERS_READ",
    "Query.platformEvents": "EVENTS_READ",
    "Query.platformOrders": "ORDERS_READ",
    "Query.platforms": "STORES_READ",
    "Query.productDescriptions": "CATALOGUE_READ",
    "Query.products": "CATALOGUE_READ",
    "Query.renderBatches": "RENDERS_READ",
    "Query.renderJobs": "RENDERS_READ",
    "Query.salesByDay": "ORDERS_READ",
    "Query.sizePresets": "CATALOGUE_READ",
    "Query.stores": "STORES_READ",
    "Query.suppliers": "SUPPLIERS_READ",
    "Query.titleLimits": "CATALOGUE_READ",
    "Query.templateSets": "TEMPLATES_READ",
    "Query.users": "PEOPLE_READ",
    "Query.variants": "CATALOGUE_READ",
    "Listing.media": "CATALOGUE_READ",
    "Order.customer": "CUSTOMERS_READ",
    "Product.supplier": "SUPPLIERS_READ",
    "Store.brandKit": "TEMPLATES_READ",
    "Store.listings": "CATALOGUE_READ",
    "Store.orders": "ORDERS_READ",
    "Variant.unitCost": "COSTS_READ",
}
"""Fields that need a permission of their own: refused when it is held nowhere, null on rows of
stores where it is not held."""

assert set(HOLDERS) == {permission.name for permission in Permission}, "write it here as well"
