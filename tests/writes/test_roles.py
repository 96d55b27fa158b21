"""Who may do what: CAPABILITIES 2.4, row by row, against every mutation."""

from typing import Any

import pytest

from domain.permissions import Role
from tests.conftest import House
from tests.factories.stores import make_store
from tests.writes.changes import codes, everything, input_type, send, tried
from tests.writes.every import CHANGES, FIELDS

LETTERS = dict(zip("DOCPFM", Role, strict=True))
WHO = {
    # users, roles, tokens: the manager writes
    "userInvite": "M",
    "userUpdate": "M",
    "userDisable": "M",
    "userEnable": "M",
    "roleAssign": "M",
    "roleRevoke": "M",
    "tokenCreate": "M",
    "tokenRevoke": "M",
    # stores: no row there; the manager makes, opens and closes them, operations run them
    "platformCreate": "M",
    "storeCreate": "M",
    "storeUpdate": "M",
    "storeSubmit": "M",
    "storeReject": "M",
    "storeApprove": "M",
    "storeActivate": "M",
    "storePause": "OM",
    "storeResume": "OM",
    "storePenalize": "OM",
    "storeClose": "M",
    "storeOpeningTaskComplete": "OM",
    "storeOpeningTaskReopen": "OM",
    # listing text, publish, delist: designers write text and images; prices are another row
    "listingCreate": "OM",
    "listingUpdate": "DOM",
    "listingPriceSet": "OM",
    "listingCopyToStores": "OM",
    "listingMarkReady": "OM",
    "listingPublish": "OM",
    "listingSchedule": "OM",
    "listingUnschedule": "OM",
    "listingSuspend": "OM",
    "listingResume": "OM",
    "listingUnpublish": "OM",
    "listingArchive": "OM",
    # the catalogue: operations and the manager; texts and images the designers too
    "categoryCreate": "OM",
    "categoryUpdate": "OM",
    "categoryMove": "OM",
    "categoryRemove": "OM",
    "productCreate": "OM",
    "productUpdate": "DOM",
    "productActivate": "OM",
    "productArchive": "OM",
    "productPicturesSet": "DOM",
    "pictureAdd": "DOM",
    "pictureUpdate": "DOM",
    "pictureUpload": "DOM",
    "pictureRemove": "DOM",
    "picturesReorder": "DOM",
    "variantAdd": "OM",
    "variantsBulkUpdate": "OM",
    "variantArchive": "OM",
    "variantRestore": "OM",
    # templates, assets, renders: operations render, and check what came of it
    "complianceCheck": "DOM",
    # what platforms ask, as platforms themselves
    "sizePresetCreate": "M",
    # cost sheets, supplier prices: purchasing alone writes; the manager reads
    "variantCostSet": "P",
    # negotiation: purchasing writes, the manager approves
    "supplierCreate": "PM",
    "supplierUpdate": "PM",
    "supplierBlock": "M",
    "supplierUnblock": "M",
    "supplierArchive": "PM",
    # orders: operations, customer service, the manager
    "orderCreate": "OCM",
    "orderMap": "OCM",
    "orderReview": "OCM",
    "orderHold": "OCM",
    "orderReleaseHold": "OCM",
    "orderCancel": "OCM",
    "orderNoteSet": "OCM",
    "platformOrdersIngest": "OM",
    "orderPaymentRecord": "OFM",
    # customers; what could reach them: "and to OPERATIONS for an open fulfilment"
    "customerCreate": "OCM",
    "customerUpdate": "OCM",
    "customerContactReveal": "OCM",
    "customerErase": "M",
    # product texts: designers and operations write, the manager approves and sets the rules
    "descriptionGenerate": "DOM",
    "descriptionEdit": "DOM",
    "descriptionCheck": "DOM",
    "descriptionSubmit": "DOM",
    "descriptionDecide": "M",
    "descriptionApply": "DOM",
    "forbiddenPhraseCreate": "M",
    "forbiddenPhraseRetire": "M",
    "titleLimitSet": "M",
    # templates, assets, renders: the designer writes, operations render, the manager too
    "mediaTemplateCreate": "D",
    "mediaTemplateVersionCreate": "D",
    "mediaTemplateSubmit": "D",
    "mediaTemplatePublish": "M",
    "mediaTemplateReject": "M",
    "mediaTemplateRetire": "M",
    "mediaTemplateArchive": "M",
    "templateSetSet": "D",
    "templateSetArchive": "D",
    # files: who runs stores brings them in, who reads them takes them out
    "fileExportStart": "OFM",
    "fileImportCancel": "OM",
    "fileImportStart": "OM",
    "mediaAssetCreate": "DOM",
    "mediaAssetUpdate": "DOM",
    "mediaAssetDelete": "DOM",
    "mediaAssetsDerive": "DOM",
    "mediaAssetsPurge": "DOM",
    "stagedUploadsCreate": "DOM",
    "creativesRefresh": "DOM",
    "mediaSetRender": "DOM",
    "packagingRender": "DOM",
    "posterRender": "DOM",
    "renderBatchCancel": "DOM",
    "renderBatchRetry": "DOM",
    "productImageRender": "DOM",
    "promoVideoRender": "DOM",
    "renderJobCancel": "DOM",
    "renderJobRepeat": "DOM",
    "renderJobRetry": "DOM",
    # reviews: who makes things asks, the manager decides; what is said is its author's own
    "creativeReviewRequest": "DOM",
    "creativeReviewRequestAgain": "DOM",
    "creativeReviewDecide": "M",
    "creativeReviewWithdraw": "M",
    "reviewCommentAdd": "DOM",
    "reviewCommentUpdate": "",
    "reviewCommentResolve": "DOM",
    "reviewCommentRemove": "",
    "listingMediaSet": "DOM",
    # ads, affiliates, events: operations write, the manager too; designers make creatives of them
    "platformEventCreate": "OM",
    "platformEventUpdate": "OM",
    "platformEventDelete": "OM",
    # brand kits and fonts: the designer and the manager
    "brandKitSet": "DM",
    "brandKitArchive": "DM",
    "fontAssetCreate": "DM",
    "fontAssetDelete": "DM",
    "creativeFactsIngest": "OM",
}
READERS = {
    "BrandKit": "DOCPM",
    "FontAsset": "DOCPM",
    "CreativeReview": "DOCPM",
    "ReviewComment": "DOCPM",
    "Order": "OCPFM",
    "PlatformEvent": "DOCFM",
    "Supplier": "OPFM",
    "ApiToken": "M",
    "RenderBatch": "DOCPM",
    "RenderJob": "DOCPM",
    "FileImport": "OM",
    "MediaTemplate": "DOCPM",
    "MediaTemplateVersion": "DOCPM",
    "TemplateSet": "DOCPM",
}
"""Who reads what not everybody does: for the others there is no such thing."""


def letters_of(role: Role) -> str:
    return next(letter for letter, one in LETTERS.items() if one is role)


ASK_FIRST = {"templateSetSet"}
"""They ask for the permission before they look anything up, for a list of any length follows."""


def refusal(field: str, role: Role, input: dict[str, Any]) -> list[str]:
    """The thing is looked up before the permission is asked, where that depends on its store."""
    if field in ASK_FIRST:
        return ["FORBIDDEN"]
    kind = str(input.get("id") or input.get("orderId") or input.get("reviewId") or "").partition(
        ":"
    )[0]
    is_seen = letters_of(role) in READERS.get(kind, "DOCPFM")
    return ["FORBIDDEN"] if is_seen else ["NOT_FOUND"]


def test_the_table_is_whole() -> None:
    assert set(WHO) == set(FIELDS)


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_each_role_may_what_the_table_says(house: House, field: str) -> None:
    for role in Role:
        actor = house.actor(role)
        input = CHANGES[field].ready(house)
        before = everything(house)
        found = tried(house, field, input, actor)
        if letters_of(role) in WHO[field]:
            assert found == [], role
            assert everything(house) != before
        else:
            assert found == refusal(field, role, input), role
            assert everything(house) == before


OF_A_STORE = sorted(field for field in FIELDS if field.startswith(("store", "listing", "order")))
NEW_STORES = {"storeCreate"}


@pytest.mark.parametrize(
    "field", [*OF_A_STORE, "platformOrdersIngest", "creativeFactsIngest", "customerContactReveal"]
)
def test_a_role_in_another_store_is_none_here(house: House, field: str) -> None:
    """What belongs to a store they do not work in is not there; what makes one is forbidden."""
    actor = house.actor(*Role, stores=[make_store(house)])
    input = CHANGES[field].ready(house)
    before = everything(house)
    expected = ["FORBIDDEN"] if field in NEW_STORES else ["NOT_FOUND"]
    assert tried(house, field, input, actor) == expected
    assert everything(house) == before


SHARED = (
    *("user", "role", "platformCreate", "category", "product", "picture", "variant"),
    *("supplier", "customerCreate", "customerUpdate", "customerErase"),
    *("description", "forbiddenPhrase", "titleLimit"),
    *("brandKit", "fontAsset", "platformEvent"),
    *(
        "mediaTemplate",
        "templateSet",
        "supplier",
        "customerCreate",
        "customerUpdate",
        "customerErase",
    ),
)
OF_STORES_TOO = {"productImageRender"}
ORGANISATION_WIDE = sorted(
    field for field in FIELDS if field.startswith(SHARED) and field not in OF_STORES_TOO
)


@pytest.mark.parametrize("field", ORGANISATION_WIDE)
def test_what_all_stores_share_takes_a_role_in_every_store(house: House, field: str) -> None:
    actor = house.actor(*Role, stores=[make_store(house), make_store(house)])
    input = CHANGES[field].ready(house)
    before = everything(house)
    assert tried(house, field, input, actor) == ["FORBIDDEN"]
    assert everything(house) == before


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_a_strangers_rows_are_not_there(house: House, field: str) -> None:
    """All roles in one organisation are none in another, whose ids are the ids of nothing."""
    input = CHANGES[field].ready(house)
    if not any("ID" in str(given.type) for given in input_type(field).fields.values()):
        return
    if not any(isinstance(value, str) and ":" in value for value in input.values()):
        return
    stranger = house.second.manager
    before = everything(house)
    assert tried(house, field, input, stranger) == ["NOT_FOUND"]
    assert everything(house) == before


@pytest.mark.parametrize("role", list(Role))
def test_everybody_makes_and_revokes_tokens_of_their_own(house: House, role: Role) -> None:
    actor = house.actor(role)
    payload = send(house, "tokenCreate", {"name": "laptop"}, actor=actor)
    assert (codes(payload), bool(payload["secret"])) == ([], True)
    own = {"id": payload["token"]["id"]}
    assert tried(house, "tokenRevoke", own, actor) == []


def test_a_product_of_each_part_takes_each_permission(house: House) -> None:
    """A designer changes words, not codes; nobody but purchasing states a cost."""
    designer, manager = house.actor(Role.DESIGNER), house.actor(Role.MANAGER)
    input = CHANGES["productUpdate"].ready(house)
    moved = {**input, "handle": "another"}
    assert tried(house, "productUpdate", moved, designer) == ["FORBIDDEN"]
    priced = CHANGES["variantAdd"].ready(house)
    priced["variant"]["unitCost"] = {"amount": "1.00", "currencyCode": "EUR"}
    assert tried(house, "variantAdd", priced, manager) == ["FORBIDDEN"]
    both = house.actor(Role.MANAGER, Role.PURCHASING)
    assert tried(house, "variantAdd", priced, both) == []
