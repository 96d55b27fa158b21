"""What neither the schema's text nor the models' columns say: a few lines for each context."""

import base64
import hmac
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

from domain.brands import lint, roles
from domain.catalogue.models import PRODUCT_STATES
from domain.creatives.batch_progress import state_of
from domain.creatives.states import RENDER_STATES
from domain.currencies import DECIMALS
from domain.descriptions.states import DESCRIPTION_STATES
from domain.jobs import JOB_STATES
from domain.orders.states import ORDER_STATES
from domain.permissions import Permission
from domain.reviews.states import REVIEW_STATES
from domain.sourcing.models import SUPPLIER_STATES
from domain.stores.states import LISTING_STATES, STORE_STATES
from domain.templates.states import VERSION_STATES, VersionState
from tests.reference.rows import Tables

LINKS_KEY = b"the key of every house in the tests"
TODAY = datetime(2026, 6, 1, tzinfo=UTC)
Field = Callable[[Any, Tables], Any]


def seconds(ms: int) -> str:
    text = f"{Decimal(ms).scaleb(-3):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fold(words: str) -> str:
    return normalize("NFKC", normalize("NFKC", words).casefold())


def money(value: Any, _: Tables) -> str:
    return f"{Decimal(value.minor).scaleb(-DECIMALS[value.currency]):f}"


def price(value: Any, _: Tables) -> str:
    """As many decimals as the currency has, and more where they are not zero."""
    whole, point, part = f"{Decimal(value.micros).scaleb(-6):f}".partition(".")
    least = DECIMALS[value.currency]
    part = part[:least] + part[least:].rstrip("0")
    return whole + (point + part if part else "")


def moves(machine: Any) -> Field:
    return lambda row, _: [state.name for state in machine.moves.get(row.state, ())]


def filled(*columns: str) -> Field:
    return lambda row, _: [said for name in columns if (said := getattr(row, name))]


def title_of_listing(row: Any, tables: Tables) -> Any:
    return tables.one("Product", row.product_id).title if row.own_title is None else row.own_title


def sku_of_listing(row: Any, tables: Tables) -> Any:
    return tables.one("Variant", row.variant_id).sku


def scopes(row: Any, _: Tables) -> Any:
    kept = row.scopes.split()
    return sorted(p.name for p in Permission if p.value in kept) if kept else None


def image_url(row: Any, _: Tables) -> Any:
    return signed_url(row, None) if row.url is None else row.url


def signed_url(row: Any, _: Tables | None) -> Any:
    return row.file_key and signed(row.file_key, row.file_name, row.media_type)


def upload_url(row: Any, _: Tables) -> Any:
    if row.file_key:
        return None
    until = int(row.expires_at.timestamp())
    return f"/uploads/{row.id}?until={until}&sig={sealed(['PUT', str(row.id), until])}"


def report_url(row: Any, _: Tables) -> Any:
    return row.report_key and signed(row.report_key, f"findings-{row.id}.csv", "text/csv")


def export_url(row: Any, _: Tables) -> Any:
    kinds = {
        "CSV": "text/csv",
        "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
    return row.file_key and signed(row.file_key, row.file_name, kinds[row.form.name])


def signed(file_key: str, name: str, kind: str) -> str:
    """As the houses of the tests sign: in 1970 and 3,000,000,000 seconds it ends."""
    until = "3000000000"
    sig = sealed([file_key, name, kind, "inline", until])
    said = f"name={quote(name, safe='')}&type={quote(kind, safe='')}&as=inline&until={until}"
    return f"/files/{file_key}?{said}&sig={sig}"


def sealed(told: list[Any]) -> str:
    key = hmac.digest(LINKS_KEY, b"addresses of kept files", "sha256")
    digest = hmac.digest(key, json.dumps(told).encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def subject(row: Any, _: Tables) -> Any:
    return None if row.subject_id is None else f"{row.subject_type}:{row.subject_id}"


def standing(*states: str) -> Callable[[Any, Tables], Any]:
    """How many renders of a batch stand so."""
    return lambda row, tables: sum(
        job.state.name in states for job in tables.by("RenderJob", "batch_id")[row.id]
    )


def refused(row: Any, tables: Tables) -> Any:
    jobs = tables.by("RenderJob", "batch_id")[row.id]
    return sum(job.verdict is not None and job.verdict.name == "FAIL" for job in jobs)


def batch_state(row: Any, tables: Tables) -> Any:
    states = [job.state for job in tables.by("RenderJob", "batch_id")[row.id]]
    counts = {state: states.count(state) for state in states}
    return state_of(counts, is_cancelled=row.cancelled_at is not None).name


def reason(row: Any, tables: Tables) -> Any:
    return next((one.words for one in tables.by("AuditReason", "entry_id")[row.id]), None)


def day(column: str) -> Field:
    return lambda row, _: (said := getattr(row, column)) and said.isoformat()


def read_json(column: str) -> Field:
    return lambda row, _: (said := getattr(row, column)) and json.loads(said)


def is_own(row: Any, _: Tables) -> bool:
    return row.organization_id is not None


SHOW_ASSETS = (
    ("BrandKit", "logo_id"),
    ("BrandKit", "logo_on_dark_id"),
    ("ListingMedia", "asset_id"),
    ("ProductPicture", "asset_id"),
    ("RenderJob", "asset_id"),
    ("RenderSideFile", "asset_id"),
    ("ReviewRound", "asset_id"),
    ("Store", "logo_id"),
)
"""By type: the columns that name an asset which may not be taken away then."""


def is_used(row: Any, tables: Tables) -> bool:
    return any(row.id in tables.by(kind, column) for kind, column in SHOW_ASSETS)


def is_current(row: Any, _: Tables) -> bool:
    """Whatever the tests know begins before they do, and ends before or long after."""
    return bool(row.starts_at <= TODAY and (row.ends_at is None or row.ends_at > TODAY))


def duplicates(row: Any, tables: Tables) -> list[Any]:
    def apart(other: Any) -> int:
        return (int(row.fingerprint, 16) ^ int(other.fingerprint, 16)).bit_count()

    if row.fingerprint is None:
        return []
    own = tables.by("MediaAsset", "organization_id")[row.organization_id]
    others = [one for one in own if one.fingerprint and one.id != row.id and apart(one) <= 10]
    return sorted(others, key=lambda one: (apart(one), str(one.id)))[:20]


def newest_state(row: Any, tables: Tables) -> Any:
    versions = tables.by("MediaTemplateVersion", "template_id")[row.id]
    return max(versions, key=lambda version: version.number).state


def published(row: Any, tables: Tables) -> Any:
    versions = tables.by("MediaTemplateVersion", "template_id")[row.id]
    return next((one for one in versions if one.state.name == "PUBLISHED"), None)


def parsed(column: str) -> Field:
    return lambda row, _: None if (said := getattr(row, column)) is None else json.loads(said)


def writes(row: Any, _: Tables) -> list[str]:
    return list(row.scripts.split())


def brand_of_store(row: Any, tables: Tables) -> Any:
    """Its own default kit before the organisation's; whoever may here sees both."""
    kits = tables.by("BrandKit", "organization_id")[row.organization_id]
    found = [kit for kit in kits if kit.is_default and kit.store_id in {None, row.id}]
    return min(found, key=lambda kit: kit.store_id is None, default=None)


def faults_of_kit(row: Any, tables: Tables) -> list[Any]:
    """What `domain.brands.lint` finds, which has tests of its own."""

    def mark(asset_id: Any) -> Any:
        looks = tables.by("LogoLook", "asset_id").get(asset_id) if asset_id else None
        if not looks:
            return None
        [look] = looks
        margins = look.left_px, look.top_px, look.right_px, look.bottom_px
        return lint.Mark(look.width_px, look.height_px, margins, look.is_transparent, look.mark_hex)

    def scripts(font: Any) -> Any:
        added = tables.one("FontAsset", font.font_asset_id) if font.font_asset_id else None
        return roles.read(added.scripts) if added else roles.SHIPPED[font.family]

    marks = zip(roles.LogoRole, [mark(row.logo_id), mark(row.logo_on_dark_id)], strict=True)
    kit = lint.Kit(
        {one.role: one.hex for one in tables.related(row, "colors")},
        {one.role: (one.family, scripts(one)) for one in tables.related(row, "fonts")},
        {role: look for role, look in marks if look},
        roles.read(row.scripts),
        float(row.clear_space),
        row.logo_min_px,
    )
    return [
        {**vars(found), "rule": found.rule.name, "roles": list(found.roles),
         "verdict": found.verdict.name}
        for found in lint.findings(kit)
    ]  # fmt: skip


FIELDS: Mapping[str, Field] = {
    "ApiToken.scopes": scopes,
    "AssetDerivative.url": signed_url,
    "AuditEntry.actorRoles": lambda row, _: [part for part in row.actor_roles.split(",") if part],
    "AuditEntry.changes": lambda row, _: json.loads(row.changes),
    "AuditEntry.reason": reason,
    "AuditEntry.subjectId": subject,
    "BrandKit.lint": faults_of_kit,
    "BrandKit.scripts": writes,
    "FontAsset.scripts": writes,
    "Store.brandKit": brand_of_store,
    "FileExport.allowedTransitions": moves(JOB_STATES),
    "FileExport.resultUrl": export_url,
    "FileImport.allowedTransitions": moves(JOB_STATES),
    "FileImport.fileNames": lambda row, _: row.file_names.split("\n"),
    "FileImport.reportUrl": report_url,
    "ForbiddenPhrase.isOwn": is_own,
    "ForbiddenPhrase.platformCode": lambda row, _: row.platform_code or None,
    "ForbiddenPhrase.readOn": day("read_on"),
    "ForbiddenPhrase.validFrom": day("valid_from"),
    "ForbiddenPhrase.validUntil": day("valid_until"),
    "Job.allowedTransitions": moves(JOB_STATES),
    "Listing.allowedTransitions": moves(LISTING_STATES),
    "CreativeReview.allowedTransitions": moves(REVIEW_STATES),
    "Listing.title": title_of_listing,
    "ListingMedia.countedFrom": lambda row, _: row.counted_from and row.counted_from.isoformat(),
    "ListingMedia.countedUntil": lambda row, _: row.counted_until and row.counted_until.isoformat(),
    "ListingMedia.isCurrent": is_current,
    "ForbiddenPhrase.harmlessIn": lambda row, _: [
        one for one in row.harmless_in.split("\n") if one
    ],
    "ReviewComment.second": lambda row, _: None if row.at_ms is None else seconds(row.at_ms),
    "MediaAsset.duplicates": duplicates,
    "MediaAsset.isUsed": is_used,
    "MediaAsset.licenceUntil": lambda row, _: row.licence_until and row.licence_until.isoformat(),
    "MediaAsset.sha256": lambda row, _: row.file_key.rpartition("/")[2],
    "MediaAsset.url": signed_url,
    "MediaTemplate.published": published,
    "MediaTemplate.state": lambda row, tables: newest_state(row, tables).name,
    "MediaTemplateVersion.allowedTransitions": moves(VERSION_STATES),
    "MediaTemplateVersion.document": parsed("document"),
    "MediaTemplateVersion.languages": parsed("languages"),
    "MediaTemplateVersion.presets": parsed("presets"),
    "Money.amount": money,
    "Money.currencyCode": lambda value, _: value.currency,
    "Order.allowedTransitions": moves(ORDER_STATES),
    "Platform.asOf": lambda row, _: row.as_of and row.as_of.isoformat(),
    "Platform.isOwn": lambda row, _: row.organization_id is not None,
    "PlatformOrder.isErased": lambda row, _: row.payload is None,
    "Product.allowedTransitions": moves(PRODUCT_STATES),
    "ProductDescription.allowedTransitions": moves(DESCRIPTION_STATES),
    "ProductDescription.blocks": read_json("blocks"),
    "ProductDescription.sellingPoints": read_json("selling_points"),
    "ProductDescription.sizeTable": read_json("size_table"),
    "ProductPicture.imageUrl": image_url,
    "Product.optionNames": filled("option_1_name", "option_2_name", "option_3_name"),
    "Product.tags": lambda row, _: row.tags.split(),
    "RenderBatch.cancelledCount": standing("CANCELLED", "EXPIRED"),
    "RenderBatch.failedCount": standing("FAILED"),
    "RenderBatch.queuedCount": standing("QUEUED"),
    "RenderBatch.refusedCount": refused,
    "RenderBatch.runningCount": standing("PLANNED", "RENDERING", "ENCODING", "CHECKING"),
    "RenderBatch.state": batch_state,
    "RenderBatch.succeededCount": standing("SUCCEEDED"),
    "RenderJob.allowedTransitions": moves(RENDER_STATES),
    "RenderJob.isReused": lambda row, _: row.drawn_by_id is not None,
    "RenderJob.resultUrl": signed_url,
    "RenderJob.slotValues": lambda row, _: json.loads(row.slot_values),
    "RenderJobEvent.details": lambda row, _: json.loads(row.details),
    "RoleAssignment.isEverywhere": lambda row, _: row.store_id is None,
    "StagedUpload.uploadUrl": upload_url,
    "SizePreset.isOwn": lambda row, _: row.organization_id is not None,
    "SizePreset.mainOf": lambda row, _: row.main_of.split("\n") if row.main_of else [],
    "SizePreset.readOn": lambda row, _: row.read_on.isoformat(),
    "SizePreset.rules": lambda row, _: json.loads(row.document),
    "SizePreset.validFrom": lambda row, _: row.valid_from.isoformat(),
    "Store.allowedTransitions": moves(STORE_STATES),
    "Supplier.allowedTransitions": moves(SUPPLIER_STATES),
    "TitleLimit.isOwn": is_own,
    "TitleLimit.readOn": day("read_on"),
    "TitleLimit.validFrom": day("valid_from"),
    "TitleLimit.validUntil": day("valid_until"),
    "TemplateSlot.default": parsed("default_value"),
    "TemplateSlot.options": parsed("options"),
    "UnitPrice.amount": price,
    "UnitPrice.currencyCode": lambda value, _: value.currency,
    "Variant.optionValues": filled("option_1", "option_2", "option_3"),
}
"""Fields that are neither a column, a value object nor a relationship of that name."""

ORDINARY = {"Query.auditVerify", "Query.brandLint", "Query.mediaPreview"}
"""Roots with a resolver of their own, which are not compiled and not answered here."""

POINTS = {"AuditEntry.subject": ("subject_type", "subject_id")}
"""Unions: the columns that name the type and the row."""

BY_KEY = {"Query.variantBySku": "sku"}

SORTS: Mapping[str, str] = {
    "NEWEST": "-created_at",
    "OLDEST": "created_at",
    "UPDATED": "-updated_at",
    "LEAD_TIME": "lead_time_days",
    "FontAssetSort.FAMILY": "family",
    "ComplianceResultSort.NEWEST": "-updated_at",
    "ComplianceResultSort.OLDEST": "updated_at",
    "ImportFindingSort.FILE": "id",
    "ProductDescriptionSort.LOWEST_SCORE": "score",
    "TitleLimitSort.PLATFORM": "platform_code",
    "CreativeReviewSort.DUE": "due_at",
    "ListingMediaSort.FIRST_SHOWN": "starts_at",
    "ListingMediaSort.LAST_SHOWN": "-starts_at",
    "AuditEntrySort.NEWEST": "-at",
    "AuditEntrySort.OLDEST": "at",
    "JobSort.NEWEST": "-queued_at",
    "JobSort.OLDEST": "queued_at",
    "JobSort.DUE": "due_at",
    "ListingSort.CHEAPEST": "price_micros",
    "ListingSort.DEAREST": "-price_micros",
    "MediaAssetSort.LARGEST": "-size_bytes",
    "MediaAssetSort.NAME": "file_name",
    "OrderSort.NEWEST": "-placed_at",
    "OrderSort.OLDEST": "placed_at",
    "OrderSort.NUMBER_DESCENDING": "-number",
    "OrderSort.HIGHEST_TOTAL": "-total_minor",
    "OrderSort.LOWEST_TOTAL": "total_minor",
    "PaymentSort.NEWEST": "-received_at",
    "PaymentSort.OLDEST": "received_at",
    "PlatformEventSort.FIRST": "starts_at",
    "PlatformEventSort.LAST": "-starts_at",
    "PlatformOrderSort.NEWEST": "-received_at",
    "PlatformOrderSort.OLDEST": "received_at",
}
"""Sorts that are not the column of the same name, in all enums or in one."""


def tags(row: Any, _: Tables) -> Any:
    return Tags(row.tags.split())


class Tags(list[str]):
    """Compared one by one."""


def _set(column: str) -> Field:
    return lambda row, _: getattr(row, column) is not None


FILTERS: Mapping[str, tuple[Field, Any]] = {
    "ListingMediaFilter.isCurrent": (is_current, bool),
    "ReviewCommentFilter.isResolved": (_set("resolved_at"), bool),
    "ForbiddenPhraseFilter.isOwn": (is_own, bool),
    "ForbiddenPhraseFilter.isRetired": (_set("valid_until"), bool),
    "BrandKitFilter.isArchived": (_set("archived_at"), bool),
    "ListingFilter.price": (lambda row, _: Decimal(row.price_micros).scaleb(-6), Decimal),
    "ListingFilter.sku": (sku_of_listing, str),
    "MediaAssetFilter.isUsed": (is_used, bool),
    "OrderFilter.isHeld": (_set("held_at"), bool),
    "PlatformFilter.isOwn": (_set("organization_id"), bool),
    "ProductFilter.tags": (tags, Tags),
    "TitleLimitFilter.isOwn": (is_own, bool),
    "SizePresetFilter.isOwn": (_set("organization_id"), bool),
    "MediaTemplateFilter.isArchived": (_set("archived_at"), bool),
    "MediaTemplateFilter.state": (newest_state, VersionState),
    "TemplateSetFilter.isArchived": (_set("archived_at"), bool),
    "VariantFilter.isArchived": (_set("archived_at"), bool),
}
"""Fields of filters that are not the column of that name, and the kind of their values."""

IDS: Mapping[str, str] = {
    "ApiTokenFilter.userId": "User",
    "AuditEntryFilter.actorId": "User",
    "AuditEntryFilter.storeId": "Store",
    "AuditEntryFilter.subjectId": "*",
    "BrandKitFilter.storeId": "Store",
    "CategoryFilter.parentId": "Category",
    "CreativeReviewFilter.assignedToId": "User",
    "CreativeReviewFilter.requestedById": "User",
    "CreativeReviewFilter.storeId": "Store",
    "ComplianceResultFilter.assetId": "MediaAsset",
    "ComplianceResultFilter.presetId": "SizePreset",
    "FileExportFilter.storeId": "Store",
    "FileImportFilter.requestedById": "User",
    "FileImportFilter.storeId": "Store",
    "ListingFilter.productId": "Product",
    "ListingFilter.storeId": "Store",
    "ListingFilter.variantId": "Variant",
    "ListingMediaFilter.assetId": "MediaAsset",
    "MediaAssetFilter.createdById": "User",
    "MediaTemplateVersionFilter.createdById": "User",
    "MediaTemplateVersionFilter.templateId": "MediaTemplate",
    "OrderFilter.customerId": "Customer",
    "OrderFilter.storeId": "Store",
    "PlatformEventFilter.platformId": "Platform",
    "PlatformOrderFilter.storeId": "Store",
    "ProductDescriptionFilter.listingId": "Listing",
    "ProductDescriptionFilter.platformId": "Platform",
    "ProductDescriptionFilter.productId": "Product",
    "ProductFilter.categoryId": "Category",
    "RenderBatchFilter.requestedById": "User",
    "RenderBatchFilter.storeId": "Store",
    "RenderBatchFilter.templateSetId": "TemplateSet",
    "RenderJobFilter.batchId": "RenderBatch",
    "RenderJobFilter.eventId": "PlatformEvent",
    "RenderJobFilter.listingId": "Listing",
    "RenderJobFilter.presetId": "SizePreset",
    "RenderJobFilter.productId": "Product",
    "RenderJobFilter.requestedById": "User",
    "RenderJobFilter.storeId": "Store",
    "RenderJobFilter.templateVersionId": "MediaTemplateVersion",
    "ReviewCommentFilter.authorId": "User",
    "ReviewCommentFilter.parentId": "ReviewComment",
    "StoreFilter.platformId": "Platform",
    "VariantFilter.productId": "Product",
}
"""Of which type the ids are that a filter takes."""

SEARCHES: Mapping[str, tuple[Field, Any]] = {
    "Listing.sku": (sku_of_listing, str),
    "MediaAsset.name": (lambda row, _: row.file_name, str),
    "Platform.country": (lambda row, _: row.home_country, str),
    "Product.tag": (tags, Tags),
    "Variant.archived": (_set("archived_at"), bool),
}
"""Search keys that are not the column of that name."""
