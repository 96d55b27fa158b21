"""A change of a foreign row is refused in the words for a change of no row at all."""

from typing import Any
from uuid import uuid4

import pytest
from graphql import get_named_type, is_leaf_type, is_non_null_type

from domain.descriptions.states import DescriptionState
from domain.reviews.states import ReviewState
from media.document import shelf
from tests.factories.creatives import make_shipped
from tests.factories.uploads import png, sent
from tests.house import House
from tests.reads.agree import Proof
from tests.reads.asking import possible
from tests.reads.filled import fill
from tests.reads.readers import Reader, everybody
from tests.reference import Tables
from tests.reference.answer import build

KINDS = [kind.name for kind in possible()]


def missing(kind: str) -> str:
    return f"{kind}:{uuid4()}"


def input_of(field: Any) -> Any:
    return get_named_type(field.args["input"].type)


def id_fields(kind: Any) -> list[str]:
    """The fields of an input that name a row: `id`, `storeId`, `variantId`."""
    return [
        name
        for name, field in kind.fields.items()
        if get_named_type(field.type).name == "ID" and not str(field.type).startswith("[")
    ]


def usual(kind: Any, name: str = "") -> Any:
    """A value that an input of a type may have; ids are filled in later."""
    if is_leaf_type(kind):
        if kind.name == "Upload":
            return sent(png())
        values = getattr(kind, "values", None)
        if values:
            return next(iter(values))
        plain = {
            "Int": 1,
            "Boolean": True,
            "Decimal": "1",
            "Date": "2027-01-01",
            "DateTime": "2027-01-01T00:00:00Z",
            "ID": "x",
        }
        special = {
            "currencyCode": "EUR",
            "email": "a@example.com",
            "handle": "h",
            "url": "https://a.b/c",
        }
        return plain.get(kind.name, special.get(name, "words"))
    return {
        key: wrapped(field.type, usual(get_named_type(field.type), key))
        for key, field in kind.fields.items()
        if is_non_null_type(field.type)
    }


def wrapped(type_: Any, value: Any) -> Any:
    return [value] if "[" in str(type_) else value


SKIPPED = {
    "creativeReviewRequest.assignedToId": "whoever asks may not see users: all but the few who may "
    "decide are nobody to them, in the same words",
}
"""Fields that no id is said to be missing for, and why."""

POSTER, FILM, BOX = TEMPLATES = ("poster-new-arrival", "film-single-square", "packaging-tea-carton")


def seen(_: Any) -> bool:
    """Any row that the reader sees."""
    return True


def changes_requested(row: Any) -> bool:
    return bool(row.state is ReviewState.CHANGES_REQUESTED)


def approved(row: Any) -> bool:
    return bool(row.state is DescriptionState.APPROVED)


BESIDE: dict[str, dict[str, Any]] = {
    "CreativeReviewRequestAgainInput": {"id": changes_requested},
    "CreativeReviewRequestInput.assignedToId": {"assetId": seen},
    "CreativeReviewRequestInput.storeId": {"assetId": seen},
    "DescriptionApplyInput.listingId": {"id": approved},
    "DescriptionGenerateInput.platformId": {"productId": seen},
    "MediaSetRenderInput": {"query": "mug", "presetIds": [seen]},
    "MediaTemplateVersionCreateInput": {"document": shelf.stored(POSTER)},
    "PackagingRenderInput": {"template": BOX},
    "PackagingRenderInput.storeId": {"template": BOX, "productId": seen},
    "PackagingRenderInput.templateVersionId": {"productId": seen},
    "PosterRenderInput": {"template": POSTER},
    "PosterRenderInput.eventId": {"template": POSTER, "productId": seen},
    "PosterRenderInput.pictureId": {"template": POSTER, "productId": seen},
    "PosterRenderInput.presetId": {"template": POSTER, "productId": seen},
    "PosterRenderInput.storeId": {"template": POSTER, "productId": seen},
    "PosterRenderInput.templateVersionId": {"productId": seen},
    "ProductImageRenderInput": {"sizesPx": [100], "formats": ["WEBP"]},
    "ProductImageRenderInput.pictureId": {
        "sizesPx": [100],
        "formats": ["WEBP"],
        "productId": seen,
    },
    "PromoVideoRenderInput": {"template": FILM},
    "PromoVideoRenderInput.eventId": {"template": FILM, "productIds": [seen]},
    "PromoVideoRenderInput.presetId": {"template": FILM, "productIds": [seen]},
    "PromoVideoRenderInput.storeId": {"template": FILM, "productIds": [seen]},
    "PromoVideoRenderInput.templateVersionId": {"productIds": [seen]},
}
"""What must stand beside the fields of an input, or beside one, before any row is looked for: a
value, or which of the rows that the reader sees."""

MUTATIONS = build().mutation_type.fields  # type: ignore[union-attr]


@pytest.fixture
def two(house: House) -> House:
    make_shipped(house, *TEMPLATES)
    fill(house)
    fill(house.second, size=2, mark="foreign ")
    return house


def test_a_foreign_id_is_answered_as_no_id_at_all(two: House) -> None:
    """In every mutation, every field that names a row, by a manager and by two with less."""
    proof = Proof(two, readers := everybody(two, sorted_stores(two)))
    missed: set[str] = set()
    for name, field in MUTATIONS.items():
        kind = input_of(field)
        errors = "userErrors { __typename message path code }"
        query = (
            f"mutation ($input: {kind.name}!) {{"
            f' {name}(input: $input) @idempotent(key: "k1") {{ {errors} }} }}'
        )
        for named in id_fields(kind):
            said = [
                answered(proof, reader, query, kind, named)
                for reader in [readers[0], readers[2], proof.of("clerk of one")]
            ]
            codes = {error["code"] for error in said}
            assert f"{name}.{named}" in SKIPPED or codes <= {"NOT_FOUND", "FORBIDDEN"}, said
            if not any(error["code"] == "NOT_FOUND" and named in error["path"] for error in said):
                missed.add(f"{name}.{named}")
    assert missed == set(SKIPPED), missed ^ set(SKIPPED)


def sorted_stores(house: House) -> list[Any]:
    rows = Tables(house.database.writing).rows["Store"]
    own = [row for row in rows if row.organization_id == house.organization.id]
    return sorted(own, key=lambda row: row.id)


def answered(proof: Proof, reader: Any, query: str, kind: Any, field: str) -> Any:
    """The one user error that a stranger's id, no row's and a malformed one all get."""
    named = subject(kind.name, field)
    hidden = [row for row in proof.tables.rows[named] if not reader.who.sees(row)]
    ids = [*(f"{named}:{row.id}" for row in hidden[:2]), missing(named), f"{named}:zz", "zz"]
    found = []
    beside = BESIDE.get(f"{kind.name}.{field}", BESIDE.get(kind.name, {}))
    own = {**usual(kind), **own_rows(proof, reader, kind, beside)}
    for id in ids:
        given = {**own, field: id}
        said = proof.house.ordinary(query, reader.actor, input=given)
        assert "errors" not in said, (query, said)
        [payload] = said["data"].values()
        assert payload["userErrors"], f"{query} of {id} went through: {given}"
        found.append(payload["userErrors"][0])
    assert all(error == found[0] for error in found), (query, field, found)
    return found[0]


def own_rows(proof: Proof, reader: Reader, kind: Any, beside: dict[str, Any]) -> dict[str, Any]:
    """`beside`, and a row that the reader sees for each other field that must name one."""
    needed = {name: seen for name in id_fields(kind) if is_non_null_type(kind.fields[name].type)}
    found: dict[str, Any] = {}
    for name, which in {**needed, **beside}.items():
        is_listed = isinstance(which, list) and callable(which[0])
        if not is_listed and not callable(which):
            found[name] = which
            continue
        lets = which[0] if is_listed else which
        rows = proof.tables.rows[subject(kind.name, name.removesuffix("s"))]
        own = [row for row in rows if reader.who.sees(row) and lets(row)]
        if own:
            id = f"{type(own[0]).__name__}:{own[0].id}"
            found[name] = [id] if is_listed else id
    return found


NAMED = {
    "ListingMediaSetInput.id": "Listing",
    "MediaTemplatePublishInput.id": "MediaTemplateVersion",
    "MediaTemplateRejectInput.id": "MediaTemplateVersion",
    "MediaTemplateRetireInput.id": "MediaTemplateVersion",
    "MediaTemplateSubmitInput.id": "MediaTemplateVersion",
    "ReviewCommentAddInput.parentId": "ReviewComment",
    "assetId": "MediaAsset",
    "assignedToId": "User",
    "descriptionId": "ProductDescription",
    "eventId": "PlatformEvent",
    "fromTemplateId": "MediaTemplate",
    "lineId": "OrderLine",
    "logoId": "MediaAsset",
    "logoOnDarkId": "MediaAsset",
    "parentId": "Category",
    "pictureId": "ProductPicture",
    "presetId": "SizePreset",
    "reviewId": "CreativeReview",
    "templateId": "MediaTemplate",
    "templateVersionId": "MediaTemplateVersion",
}
"""Fields of inputs, one's or all of that name, whose name does not say the type of their rows."""

SHORT = {
    "Description": "ProductDescription",
    "Picture": "ProductPicture",
    "Role": "RoleAssignment",
    "Token": "ApiToken",
}
"""What mutations call a type by."""


def subject(input_name: str, field: str) -> str:
    """The type of the row that a field of an input names: by the field, or by the mutation."""
    by_field = {name[0].lower() + name[1:] + "Id": name for name in KINDS}
    for known, key in ((NAMED, f"{input_name}.{field}"), (by_field, field), (NAMED, field)):
        if key in known:
            return known[key]
    names = sorted([*KINDS, *SHORT], key=len, reverse=True)
    return next(SHORT.get(name, name) for name in names if input_name.startswith(name))
