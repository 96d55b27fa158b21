"""Reviews through the graph: asked for, decided by somebody else, asked for again, withdrawn."""

from datetime import timedelta
from typing import Any

import pytest

from domain.creatives.states import RenderKind, RenderState
from domain.permissions import Role
from domain.reviews.models import ReviewRound
from domain.reviews.states import ReviewState, SubjectKind
from domain.templates.states import VersionState
from tests.api.catalogue_changes import change
from tests.conftest import MONDAY, House, node_id
from tests.factories.assets import make_asset
from tests.factories.creatives import make_render
from tests.factories.descriptions import make_description
from tests.factories.people import make_user
from tests.factories.reviews import make_review
from tests.factories.stores import make_store
from tests.factories.templates import make_version

REVIEW = """review { id title state subjectKind roundNumber allowedTransitions store { id }
  requestedBy { id } assignedTo { id } dueAt
  rounds { number note decision reason decidedAt decidedBy { id } renderJob { id } asset { id }
    templateVersion { id } description { id } } }"""


def sent(house: House, field: str, actor: Any = None, **given: Any) -> Any:
    return change(house, field, REVIEW, actor, **given)


def asked(house: House, actor: Any = None, **given: Any) -> Any:
    payload = sent(house, "creativeReviewRequest", actor, **{"title": "Mug", **given})
    assert payload["userErrors"] == []
    return payload["review"]


def decided(house: House, review: Any, decision: str, actor: Any = None, **given: Any) -> Any:
    id = review if isinstance(review, str) else node_id("CreativeReview", review)
    return sent(house, "creativeReviewDecide", actor, id=id, decision=decision, **given)


def refusal(payload: Any) -> tuple[str, list[str]]:
    assert payload["review"] is None
    [error] = payload["userErrors"]
    return error["code"], error["path"]


def subjects(house: House) -> dict[str, tuple[str, str]]:
    """By the sort of thing: the field that names it, and its id."""
    done: dict[str, Any] = {"state": RenderState.SUCCEEDED}
    return {
        "RENDER_JOB": ("renderJobId", node_id("RenderJob", make_render(house, **done))),
        "PACKAGING": (
            "renderJobId",
            node_id("RenderJob", make_render(house, kind=RenderKind.PACKAGING, **done)),
        ),
        "MEDIA_ASSET": ("assetId", node_id("MediaAsset", make_asset(house))),
        "TEMPLATE_VERSION": (
            "templateVersionId",
            node_id("MediaTemplateVersion", make_version(house)),
        ),
        "PRODUCT_DESCRIPTION": (
            "descriptionId",
            node_id("ProductDescription", make_description(house)),
        ),
    }


def test_each_sort_of_thing_is_asked_about_and_shown_in_its_round(house: House) -> None:
    for kind, (field, id) in subjects(house).items():
        review = asked(house, **{field: id}, note="Look at the crop.")
        assert (review["subjectKind"], review["state"]) == (kind, "REQUESTED")
        [first] = review["rounds"]
        assert (first["number"], first["note"]) == (1, "Look at the crop.")
        named = {name: one["id"] for name, one in first.items() if isinstance(one, dict) and one}
        assert named == {field.removesuffix("Id"): id}


def test_just_one_thing_is_named(house: House) -> None:
    a, b = (node_id("MediaAsset", make_asset(house)) for _ in range(2))
    version = node_id("MediaTemplateVersion", make_version(house))
    request = "creativeReviewRequest"
    assert refusal(sent(house, request, title="A")) == ("INVALID", ["assetId"])
    two = sent(house, request, title="A", assetId=a, templateVersionId=version)
    assert refusal(two) == ("INVALID", ["templateVersionId"])
    foreign = node_id("MediaAsset", make_asset(house.second))
    assert refusal(sent(house, request, title="A", assetId=foreign)) == ("NOT_FOUND", ["assetId"])
    assert refusal(sent(house, request, title=" ", assetId=b)) == ("REQUIRED", ["title"])


def test_there_is_something_to_look_at(house: House) -> None:
    waiting = node_id("RenderJob", make_render(house))
    retired = node_id("MediaTemplateVersion", make_version(house, None, VersionState.RETIRED))
    for field, id in (("renderJobId", waiting), ("templateVersionId", retired)):
        payload = sent(house, "creativeReviewRequest", title="A", **{field: id})
        assert refusal(payload) == ("CONFLICT", [field])


def test_a_render_for_a_store_is_reviewed_for_that_store(house: House) -> None:
    store, other = make_store(house), make_store(house)
    render = make_render(house, state=RenderState.SUCCEEDED, store_id=store.id)
    id = node_id("RenderJob", render)
    assert asked(house, renderJobId=id)["store"] == {"id": node_id("Store", store)}
    elsewhere = {"renderJobId": id, "title": "A", "storeId": node_id("Store", other)}
    assert refusal(sent(house, "creativeReviewRequest", **elsewhere)) == ("INVALID", ["storeId"])


def test_it_is_given_to_somebody_who_may_decide_there(house: House) -> None:
    store, other = make_store(house), make_store(house)
    mine = make_user(house, (Role.MANAGER, store.id), email="a@example.com")
    theirs = make_user(house, (Role.MANAGER, other.id), email="b@example.com")
    nobodys = make_user(house, Role.DESIGNER, email="c@example.com")
    given = {"assetId": node_id("MediaAsset", make_asset(house)), "title": "A"}
    given |= {"storeId": node_id("Store", store)}
    review = asked(house, **given, assignedToId=node_id("User", mine))
    assert review["assignedTo"] == {"id": node_id("User", mine)}
    for user in (theirs, nobodys):
        payload = sent(house, "creativeReviewRequest", **given, assignedToId=node_id("User", user))
        assert refusal(payload) == ("INVALID", ["assignedToId"])


@pytest.mark.parametrize("due", [MONDAY, MONDAY - timedelta(days=1)])
def test_it_is_due_later(house: House, due: Any) -> None:
    given = {"assetId": node_id("MediaAsset", make_asset(house)), "title": "A"}
    payload = sent(house, "creativeReviewRequest", **given, dueAt=due.isoformat())
    assert refusal(payload) == ("INVALID", ["dueAt"])


def test_what_was_decided_is_never_changed(house: House) -> None:
    review = make_review(house)
    found = decided(house, review, "APPROVE", reason="It sells itself.")["review"]
    assert (found["state"], found["allowedTransitions"]) == ("APPROVED", [])
    [first] = found["rounds"]
    assert (first["decision"], first["reason"]) == ("APPROVE", "It sells itself.")
    assert first["decidedBy"] == {"id": node_id("User", house.owner)}
    for decision in ("APPROVE", "REJECT", "REQUEST_CHANGES"):
        again = decided(house, review, decision, reason="No.")
        assert refusal(again)[0] == "INVALID_TRANSITION"
    id = node_id("CreativeReview", review)
    assert refusal(sent(house, "creativeReviewWithdraw", id=id))[0] == "INVALID_TRANSITION"
    asset = node_id("MediaAsset", make_asset(house))
    again = sent(house, "creativeReviewRequestAgain", id=id, assetId=asset)
    assert refusal(again)[0] == "INVALID_TRANSITION"
    house.session.expire_all()
    assert house.session.query(ReviewRound).one().reason == "It sells itself."


@pytest.mark.parametrize("decision", ["REJECT", "REQUEST_CHANGES"])
@pytest.mark.parametrize("reason", [None, "", " "])
def test_a_no_is_given_with_its_reason(house: House, decision: str, reason: str | None) -> None:
    payload = decided(house, make_review(house), decision, reason=reason)
    assert refusal(payload) == ("REQUIRED", ["reason"])


def test_changes_lead_to_another_round_about_what_was_changed(house: House) -> None:
    review = make_review(house)
    id, asset = node_id("CreativeReview", review), node_id("MediaAsset", make_asset(house))
    early = sent(house, "creativeReviewRequestAgain", id=id, assetId=asset)
    assert refusal(early)[0] == "INVALID_TRANSITION"
    decided(house, review, "REQUEST_CHANGES", reason="Darker.")
    designer = house.actor(Role.DESIGNER)
    again = sent(
        house, "creativeReviewRequestAgain", designer, id=id, assetId=asset, note="It is darker."
    )["review"]
    assert (again["state"], again["roundNumber"]) == ("REQUESTED", 2)
    first, second = again["rounds"]
    assert (first["decision"], first["reason"], second["decision"]) == (
        "REQUEST_CHANGES",
        "Darker.",
        None,
    )
    assert (second["asset"], second["note"]) == ({"id": asset}, "It is darker.")
    found = decided(house, review, "APPROVE")["review"]
    assert [one["decision"] for one in found["rounds"]] == ["REQUEST_CHANGES", "APPROVE"]


def test_another_round_is_about_the_same_sort_of_thing_for_the_same_store(house: House) -> None:
    store = make_store(house)
    review = make_review(house, state=ReviewState.CHANGES_REQUESTED)
    again = {"id": node_id("CreativeReview", review)}
    version = node_id("MediaTemplateVersion", make_version(house))
    payload = sent(house, "creativeReviewRequestAgain", **again, templateVersionId=version)
    assert refusal(payload) == ("INVALID", ["templateVersionId"])
    done: dict[str, Any] = {"state": RenderState.SUCCEEDED}
    render = make_render(house, **done)
    rendered = make_review(
        house, state=ReviewState.CHANGES_REQUESTED, subject_kind=SubjectKind.RENDER_JOB
    )
    for_store = node_id("RenderJob", make_render(house, store_id=store.id, **done))
    again = {"id": node_id("CreativeReview", rendered)}
    payload = sent(house, "creativeReviewRequestAgain", **again, renderJobId=for_store)
    assert refusal(payload) == ("INVALID", ["renderJobId"])
    payload = sent(
        house, "creativeReviewRequestAgain", **again, renderJobId=node_id("RenderJob", render)
    )
    assert payload["userErrors"] == []


def test_who_asked_decides_only_where_nobody_else_could(house: House) -> None:
    """In their store or everywhere; who is disabled, or in another store, is nobody."""
    store, other = make_store(house), make_store(house)
    own: dict[str, Any] = {"requested_by_id": house.owner.id, "store_id": store.id}
    make_user(house, (Role.MANAGER, other.id), email="a@example.com")
    make_user(house, Role.MANAGER, email="b@example.com", disabled_at=MONDAY)
    make_user(house, Role.DESIGNER, email="c@example.com")
    assert decided(house, make_review(house, **own), "APPROVE")["userErrors"] == []
    make_user(house, (Role.MANAGER, store.id), email="d@example.com")
    assert refusal(decided(house, make_review(house, **own), "APPROVE")) == ("FORBIDDEN", [])
    everybodys = make_review(house, requested_by_id=house.owner.id)
    assert decided(house, everybodys, "APPROVE")["userErrors"] == []
    make_user(house, Role.MANAGER, email="e@example.com")
    everybodys = make_review(house, requested_by_id=house.owner.id)
    assert refusal(decided(house, everybodys, "APPROVE")) == ("FORBIDDEN", [])


def test_a_manager_of_one_store_decides_for_it_but_on_no_packaging(house: House) -> None:
    store = make_store(house)
    manager = house.actor(Role.MANAGER, stores=[store])
    assert decided(house, make_review(house, store_id=store.id), "APPROVE", manager)["review"]
    assert refusal(decided(house, make_review(house), "APPROVE", manager))[0] == "FORBIDDEN"
    packaging = make_review(house, store_id=store.id, subject_kind=SubjectKind.PACKAGING)
    assert refusal(decided(house, packaging, "APPROVE", manager))[0] == "FORBIDDEN"
    assert decided(house, packaging, "APPROVE", house.actor(Role.MANAGER))["review"]


def test_it_is_withdrawn_by_who_asked_or_who_may_decide(house: House) -> None:
    designer, other = house.actor(Role.DESIGNER), house.actor(Role.DESIGNER)
    own = [make_review(house, requested_by_id=designer.user_id) for _ in range(2)]
    ids = [node_id("CreativeReview", one) for one in own]
    assert refusal(sent(house, "creativeReviewWithdraw", other, id=ids[0]))[0] == "FORBIDDEN"
    for actor, id in zip((designer, house.actor(Role.MANAGER)), ids, strict=True):
        found = sent(house, "creativeReviewWithdraw", actor, id=id)["review"]
        assert (found["state"], found["rounds"][0]["decision"]) == ("WITHDRAWN", None)


def test_the_queue_is_filtered_and_the_first_due_comes_first(house: House) -> None:
    store, me = make_store(house), house.owner
    facts: list[dict[str, Any]] = [
        {"title": "Never", "assigned_to_id": me.id},
        {"title": "Later", "due_at": MONDAY + timedelta(days=2), "store_id": store.id},
        {"title": "Soon", "due_at": MONDAY + timedelta(days=1), "assigned_to_id": me.id},
        {"title": "Over", "state": ReviewState.APPROVED, "assigned_to_id": me.id},
    ]
    for fact in facts:
        make_review(house, **fact)
    ask = """query ($filter: CreativeReviewFilter, $query: String) { creativeReviews(
      orderBy: DUE, filter: $filter, query: $query) { edges { node { title } } } }"""

    def titles(**given: Any) -> list[str]:
        found = house.query(ask, **given)["data"]["creativeReviews"]["edges"]
        return [edge["node"]["title"] for edge in found]

    assert titles(filter={"state": {"eq": "REQUESTED"}}) == ["Soon", "Later", "Never"]
    mine = {"assignedToId": {"eq": node_id("User", me)}, "state": {"eq": "REQUESTED"}}
    assert titles(filter=mine) == ["Soon", "Never"]
    assert titles(filter={"storeId": {"eq": node_id("Store", store)}}) == ["Later"]
    assert titles(filter={"subjectKind": {"in": ["PACKAGING"]}}) == []
    assert titles(query="soon state:REQUESTED") == ["Soon"]


def test_a_decision_stamps_nothing_but_the_review(house: House) -> None:
    """A template, for one, is published by its own action."""
    version = make_version(house)
    about = {"template_version_id": version.id}
    review = make_review(house, subject_kind=SubjectKind.TEMPLATE_VERSION, about=about)
    assert decided(house, review, "APPROVE")["userErrors"] == []
    house.session.refresh(version)
    assert (version.state, version.version) == (VersionState.DRAFT, 1)
