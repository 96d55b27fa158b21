"""Comments through the graph: pinned, answered, resolved, and kept to the letter."""

from typing import Any

import pytest

from domain.assets.states import AssetKind
from domain.permissions import Role
from domain.reviews.models import ReviewComment
from domain.reviews.states import ReviewState, SubjectKind
from tests.api.catalogue_changes import change
from tests.conftest import House, node_id
from tests.factories.assets import make_asset
from tests.factories.descriptions import make_description
from tests.factories.reviews import make_comment, make_review

COMMENT = """comment { id words x y width height second roundNumber parent { id } author { id }
  resolvedAt resolvedBy { id } replies { words } review { id } }"""


def sent(house: House, field: str, actor: Any = None, **given: Any) -> Any:
    asked = "review { id version }" if field.endswith("Remove") else COMMENT
    return change(house, field, asked, actor, **given)


def said(house: House, review: Any, words: str = "Here.", actor: Any = None, **given: Any) -> Any:
    id = node_id("CreativeReview", review)
    return sent(house, "reviewCommentAdd", actor, reviewId=id, words=words, **given)


def refusal(payload: Any) -> tuple[str, list[str]]:
    [error] = payload["userErrors"]
    return error["code"], error["path"]


def film(house: House) -> Any:
    """A review of a film of 12.5 seconds."""
    facts = {"media_type": "video/mp4", "duration_ms": 12_500}
    return make_review(house, make_asset(house, kind=AssetKind.VIDEO, **facts))


@pytest.mark.parametrize(
    "pin",
    [
        None,
        {"x": "0", "y": "1"},
        {"x": "0.123456", "y": "0.5"},
        {"x": "0.25", "y": "0", "width": "0.75", "height": "0.000001"},
        {"second": "0"},
        {"second": "12.5"},
        {"x": "0.5", "y": "0.5", "second": "7.125"},
    ],
)
def test_it_points_at_all_of_it_or_a_part(house: House, pin: dict[str, str] | None) -> None:
    comment = said(house, film(house), pin=pin)["comment"]
    none = dict.fromkeys(("x", "y", "width", "height", "second"))
    assert {name: comment[name] for name in none} == {**none, **(pin or {})}
    assert comment["author"] == {"id": node_id("User", house.owner)}


@pytest.mark.parametrize(
    ("pin", "code", "field"),
    [
        ({"x": "1.000001", "y": "0"}, "INVALID", "x"),
        ({"x": "-0.1", "y": "0"}, "INVALID", "x"),
        ({"x": "0.1234567", "y": "0"}, "INVALID", "x"),
        ({"x": "0.5"}, "REQUIRED", "y"),
        ({"y": "0.5"}, "REQUIRED", "x"),
        ({"width": "0.5", "height": "0.5"}, "REQUIRED", "x"),
        ({"x": "0", "y": "0", "width": "0.5"}, "REQUIRED", "height"),
        ({"x": "0.5", "y": "0", "width": "0.500001", "height": "1"}, "INVALID", "width"),
        ({"x": "0.5", "y": "0.1", "width": "0.5", "height": "1"}, "INVALID", "height"),
        ({"x": "0.5", "y": "0.1", "width": "0", "height": "0.5"}, "INVALID", "width"),
        ({"second": "12.501"}, "INVALID", "second"),
        ({"second": "-1"}, "INVALID", "second"),
        ({"second": "1.0005"}, "INVALID", "second"),
    ],
)
def test_what_lies_outside_is_refused(
    house: House, pin: dict[str, str], code: str, field: str
) -> None:
    payload = said(house, film(house), pin=pin)
    assert refusal(payload) == (code, ["pin", field])
    assert house.session.query(ReviewComment).count() == 0


def test_only_what_plays_has_moments_and_only_what_is_seen_has_places(house: House) -> None:
    picture = make_review(house)
    sound = make_review(house, make_asset(house, kind=AssetKind.AUDIO, duration_ms=1_000))
    about = {"description_id": make_description(house).id}
    words = make_review(house, subject_kind=SubjectKind.PRODUCT_DESCRIPTION, about=about)
    point = {"x": "0.5", "y": "0.5"}
    assert refusal(said(house, picture, pin={"second": "0"})) == ("INVALID", ["pin", "second"])
    assert refusal(said(house, sound, pin=point)) == ("INVALID", ["pin", "x"])
    assert refusal(said(house, words, pin=point)) == ("INVALID", ["pin", "x"])
    assert said(house, sound, pin={"second": "1"})["userErrors"] == []
    assert said(house, words)["userErrors"] == []


def test_an_answer_stands_where_its_thread_does(house: House) -> None:
    review, other = make_review(house), make_review(house)
    first = said(house, review, "Why?")["comment"]["id"]
    answer = said(house, review, "Because.", parentId=first)["comment"]
    assert answer["parent"] == {"id": first}
    to_answer = said(house, review, parentId=answer["id"])
    assert refusal(to_answer) == ("INVALID", ["parentId"])
    assert refusal(said(house, other, parentId=first)) == ("NOT_FOUND", ["parentId"])
    pinned = said(house, review, parentId=first, pin={"x": "0", "y": "0"})
    assert refusal(pinned) == ("INVALID", ["pin"])
    resolve = sent(house, "reviewCommentResolve", id=answer["id"])
    assert refusal(resolve) == ("INVALID", ["id"])
    found = sent(house, "reviewCommentResolve", id=first)["comment"]
    assert found["replies"] == [{"words": "Because."}]


def test_a_thread_is_resolved_once_and_may_be_taken_up_again(house: House) -> None:
    id = node_id("ReviewComment", make_comment(house))
    designer = house.actor(Role.DESIGNER)
    resolved = sent(house, "reviewCommentResolve", designer, id=id)["comment"]
    assert resolved["resolvedAt"] == "2026-03-02T09:00:00.000Z"
    assert refusal(sent(house, "reviewCommentResolve", id=id)) == ("CONFLICT", ["isResolved"])
    reopened = sent(house, "reviewCommentResolve", id=id, isResolved=False)["comment"]
    assert (reopened["resolvedAt"], reopened["resolvedBy"]) == (None, None)


def test_only_its_author_changes_it_or_takes_it_back(house: House) -> None:
    comment = make_comment(house)
    id, other = node_id("ReviewComment", comment), house.actor(*Role)
    update = {"id": id, "words": "Otherwise."}
    assert refusal(sent(house, "reviewCommentUpdate", other, **update))[0] == "FORBIDDEN"
    assert refusal(sent(house, "reviewCommentRemove", other, id=id))[0] == "FORBIDDEN"
    assert sent(house, "reviewCommentUpdate", **update)["comment"]["words"] == "Otherwise."
    said(house, comment.review_id, parentId=id)
    assert refusal(sent(house, "reviewCommentRemove", id=id)) == ("CONFLICT", ["id"])


@pytest.mark.parametrize(
    "state", [ReviewState.APPROVED, ReviewState.REJECTED, ReviewState.WITHDRAWN]
)
def test_of_what_is_decided_no_more_is_said(house: House, state: ReviewState) -> None:
    comment = make_comment(house, make_review(house, state=state))
    id = node_id("ReviewComment", comment)
    assert refusal(said(house, comment.review_id)) == ("CONFLICT", ["reviewId"])
    for field, more in (("Update", {"words": "A"}), ("Resolve", {}), ("Remove", {})):
        assert refusal(sent(house, f"reviewComment{field}", id=id, **more)) == ("CONFLICT", ["id"])


NAUGHTY = [
    "  blanks around  \n\n",
    "<script>alert('é')</script>",
    "'; DROP TABLE reviews; --",
    "Ω≈ç√∫ 田中さん \u202eback\u202c 👩‍👩‍👧 \ufeff",
    "e\u0301 is not é, ﬁ is not fi",
    "\x01\x7f\t\u2028",
    "x" * 4_000,
    "😀" * 4_000,
]


@pytest.mark.parametrize("words", NAUGHTY, ids=range(len(NAUGHTY)))
def test_words_are_kept_to_the_letter(house: House, words: str) -> None:
    review = make_review(house)
    comment = said(house, review, words)["comment"]
    assert comment["words"] == words
    changed = sent(house, "reviewCommentUpdate", id=comment["id"], words=words)
    assert changed["comment"]["words"] == words


@pytest.mark.parametrize("words", ["", " \n\t", "a\x00b", "\ud800", "x" * 4_001])
def test_what_says_nothing_or_too_much_is_refused(house: House, words: str) -> None:
    code, path = refusal(said(house, make_review(house), words))
    assert (code, path) == ("INVALID" if words.strip() else "REQUIRED", ["words"])
