"""Templates through the graph: a designer drafts, a manager publishes, and nobody changes a version."""

import json
from typing import Any

import pytest

from domain.audit import AuditEntry
from domain.permissions import Role
from domain.templates.models import MediaTemplateVersion
from domain.templates.states import VERSION_STATES, VersionState
from tests.conftest import House, node_id
from tests.factories.people import make_user
from tests.factories.templates import (
    headline,
    make_template,
    make_version,
    small_document,
)
from tests.house import MONDAY

_S = VersionState
ERROR = """userErrors { __typename code message path
  ... on TemplateError { layer slot rule } ... on InvalidTransition { allowedTransitions } }"""
VERSION = """templateVersion { id number state allowedTransitions note sha256 rejectedReason
  submittedAt publishedAt retiredAt createdBy { id } publishedBy { id } }"""


def change(house: House, field: str, actor: Any = None, **given: Any) -> Any:
    kind = f"{field[0].upper()}{field[1:]}Input"
    asked = "template { id handle title titleZh kind state isShipped archivedAt }"
    if not field.endswith(("Create", "Archive")) or field == "mediaTemplateVersionCreate":
        asked = VERSION
    text = f"mutation ($input: {kind}!) {{ {field}(input: $input) {{ {asked} {ERROR} }} }}"
    answer = house.query(text, actor, input=given)
    assert "errors" not in answer, answer
    return answer["data"][field]


def made(house: House, field: str, actor: Any = None, **given: Any) -> Any:
    payload = change(house, field, actor, **given)
    assert payload["userErrors"] == []
    return payload.get("templateVersion") or payload["template"]


def refused(house: House, field: str, actor: Any = None, **given: Any) -> Any:
    [error] = change(house, field, actor, **given)["userErrors"]
    return error


def node(row: Any) -> str:
    return node_id(type(row).__name__, row)


@pytest.mark.parametrize("field", ["mediaTemplateCreate", "mediaTemplateVersionCreate"])
def test_nobody_looks_at_the_document_of_who_may_not_draft(house: House, field: str) -> None:
    more = {"handle": "own"} if field == "mediaTemplateCreate" else {"templateId": "x"}
    for actor in (house.actor(Role.OPERATIONS), house.actor(Role.DESIGNER, stores=[])):
        error = refused(house, field, actor, document={"wrong": 1}, **more)
        assert (error["__typename"], error["code"]) == ("Forbidden", "FORBIDDEN")


def test_a_designer_drafts_and_submits_and_a_manager_publishes(house: House) -> None:
    designer, manager = house.actor(Role.DESIGNER), house.actor(Role.MANAGER)
    document = small_document()
    template = made(
        house, "mediaTemplateCreate", designer, handle="own", document=document, note="First."
    )
    assert template == {
        "id": template["id"],
        "handle": "own",
        "title": "Small",
        "titleZh": "小",
        "kind": "IMAGE",
        "state": "DRAFT",
        "isShipped": False,
        "archivedAt": None,
    }
    text = """query ($id: ID!) { mediaTemplate(id: $id) { published { number }
      versions { edges { node { id document widthPx heightPx languages presets note
        slots { name kind isRequired maxChars label labelZh options default within } } } } } }"""
    found = house.query(text, designer, id=template["id"])["data"]["mediaTemplate"]
    assert found["published"] is None
    [[first]] = [[edge["node"] for edge in found["versions"]["edges"]]]
    slot = {"name": "title", "kind": "TEXT", "isRequired": True, "maxChars": 40, "within": None}
    said: dict[str, Any] = {"label": "title", "labelZh": None, "options": [], "default": None}
    assert first == {
        "id": first["id"],
        "document": document,
        "widthPx": 400,
        "heightPx": 300,
        "languages": ["en", "zh"],
        "presets": ["coupon"],
        "note": "First.",
        "slots": [{**slot, **said}],
    }
    sent = made(house, "mediaTemplateSubmit", designer, id=first["id"])
    assert (sent["state"], sent["submittedAt"]) == ("IN_REVIEW", "2026-03-02T09:00:00.000Z")
    used = made(house, "mediaTemplatePublish", manager, id=first["id"])
    assert (used["state"], used["allowedTransitions"]) == ("PUBLISHED", ["RETIRED"])


def test_a_new_version_takes_the_place_of_the_one_before(house: House) -> None:
    template = make_template(house, _S.PUBLISHED)
    drafted = made(
        house,
        "mediaTemplateVersionCreate",
        templateId=node(template),
        document=small_document(revision=2),
        note="Louder.",
    )
    assert (drafted["number"], drafted["state"]) == (2, "DRAFT")
    made(house, "mediaTemplateSubmit", id=drafted["id"])
    made(house, "mediaTemplatePublish", id=drafted["id"])
    text = """query ($id: ID!) { mediaTemplate(id: $id) { published { number } state
      versions(orderBy: OLDEST) { edges { node { number state retiredAt } } } } }"""
    found = house.query(text, id=node(template))["data"]["mediaTemplate"]
    assert (found["published"], found["state"]) == ({"number": 2}, "PUBLISHED")
    states = {one["node"]["number"]: one["node"]["state"] for one in found["versions"]["edges"]}
    assert states == {1: "RETIRED", 2: "PUBLISHED"}


def test_what_is_sent_back_says_why_until_it_is_sent_again(house: House) -> None:
    version = node(make_version(house, state=_S.IN_REVIEW))
    back = made(house, "mediaTemplateReject", id=version, reason=" Too loud. ")
    assert (back["state"], back["rejectedReason"]) == ("DRAFT", "Too loud.")
    again = made(house, "mediaTemplateSubmit", id=version)
    assert (again["state"], again["rejectedReason"]) == ("IN_REVIEW", None)
    assert refused(house, "mediaTemplateReject", id=version, reason=" ")["path"] == ["reason"]


MOVES = {
    "mediaTemplateSubmit": _S.IN_REVIEW,
    "mediaTemplatePublish": _S.PUBLISHED,
    "mediaTemplateReject": _S.DRAFT,
    "mediaTemplateRetire": _S.RETIRED,
}


@pytest.mark.parametrize("field", MOVES)
def test_a_version_moves_as_the_machine_says(house: House, field: str) -> None:
    for state in VersionState:
        version = node(make_version(house, state=state))
        more = {"reason": "Too loud."} if field == "mediaTemplateReject" else {}
        payload = change(house, field, id=version, **more)
        allowed = VERSION_STATES.moves[state]
        if MOVES[field] in allowed:
            assert payload["templateVersion"]["state"] == MOVES[field].name
        else:
            [error] = payload["userErrors"]
            assert error["__typename"] == "InvalidTransition"
            assert error["allowedTransitions"] == [one.name for one in allowed]


def test_who_drafted_it_publishes_it_only_where_nobody_else_may(house: House) -> None:
    owner = house.manager  # holds all roles, and is the only one
    version = make_version(house, state=_S.IN_REVIEW, created_by_id=None)
    own = make_version(house, make_template(house), _S.IN_REVIEW, created_by_id=owner.user_id)
    make_user(house, Role.DESIGNER, email="designer@example.com")
    make_user(house, Role.MANAGER, email="gone@example.com", disabled_at=MONDAY)
    assert made(house, "mediaTemplatePublish", owner, id=node(own))["state"] == "PUBLISHED"

    make_user(house, Role.MANAGER)
    other = make_version(house, make_template(house), _S.IN_REVIEW, created_by_id=owner.user_id)
    error = refused(house, "mediaTemplatePublish", owner, id=node(other))
    assert error["code"] == "FORBIDDEN"
    assert made(house, "mediaTemplatePublish", owner, id=node(version))["state"] == "PUBLISHED"


def test_a_designer_gives_up_a_draft_and_nothing_else(house: House) -> None:
    designer = house.actor(Role.DESIGNER)
    draft, used = (node(make_version(house, state=state)) for state in (_S.DRAFT, _S.PUBLISHED))
    assert made(house, "mediaTemplateRetire", designer, id=draft)["state"] == "RETIRED"
    assert refused(house, "mediaTemplateRetire", designer, id=used)["code"] == "FORBIDDEN"


def test_a_copy_starts_where_the_other_stands(house: House) -> None:
    source = make_template(house, _S.PUBLISHED, _S.DRAFT, title="The other", is_shipped=True)
    for number, handle in ((None, "of-published"), (2, "of-draft")):
        copied = made(
            house,
            "mediaTemplateCreate",
            handle=handle,
            fromTemplateId=node(source),
            versionNumber=number,
        )
        assert (copied["title"], copied["isShipped"]) == ("The other", False)
        text = """query ($id: ID!) { mediaTemplate(id: $id) {
          versions { edges { node { number state sha256 slots { name } } } } } }"""
        found = house.query(text, id=copied["id"])["data"]["mediaTemplate"]["versions"]["edges"]
        [version] = [edge["node"] for edge in found]
        same = house.session.query(MediaTemplateVersion).filter_by(
            template_id=source.id, number=number or 1
        )
        assert version["sha256"] == same.one().sha256
        assert (version["number"], version["state"]) == (1, "DRAFT")
        assert version["slots"] == [{"name": "title"}]


def refusals(house: House) -> list[tuple[str, dict[str, Any], str, list[str]]]:
    shipped = make_template(house, _S.PUBLISHED, is_shipped=True, handle="poster-shipped")
    archived = make_template(house, _S.RETIRED, archived_at=MONDAY)
    own = make_template(house, _S.DRAFT, handle="taken")
    film = small_document(kind="FILM")
    first = small_document(revision=1)  # which its first version has
    new = {"handle": "new", "document": first}
    version = "mediaTemplateVersionCreate"
    return [
        ("mediaTemplateCreate", {**new, "handle": "taken"}, "TAKEN", ["handle"]),
        ("mediaTemplateCreate", {**new, "handle": "No!"}, "INVALID", ["handle"]),
        ("mediaTemplateCreate", {**new, "title": " "}, "REQUIRED", ["title"]),
        ("mediaTemplateCreate", {"handle": "new"}, "REQUIRED", ["document"]),
        ("mediaTemplateCreate", {**new, "fromTemplateId": node(own)}, "REQUIRED", ["document"]),
        ("mediaTemplateCreate", {**new, "versionNumber": 1}, "INVALID", ["versionNumber"]),
        (
            "mediaTemplateCreate",
            {"handle": "new", "fromTemplateId": node(own), "versionNumber": 7},
            "NOT_FOUND",
            ["versionNumber"],
        ),
        (version, {"templateId": node(own), "document": first}, "CONFLICT", ["document"]),
        (version, {"templateId": node(shipped), "document": film}, "INVALID", ["document", "film"]),
        (version, {"templateId": node(shipped), "document": first}, "CONFLICT", ["templateId"]),
        (version, {"templateId": node(archived), "document": first}, "CONFLICT", ["templateId"]),
        ("mediaTemplateArchive", {"id": node(archived)}, "CONFLICT", ["id"]),
        ("mediaTemplateArchive", {"id": node(shipped)}, "CONFLICT", ["id"]),
    ]


def test_what_is_refused_is_named(house: House) -> None:
    for field, given, code, path in refusals(house):
        error = refused(house, field, **given)
        assert (error["code"], error["path"]) == (code, path), (field, given, error)


def test_what_ships_is_never_changed(house: House) -> None:
    for field, state in (
        ("mediaTemplateSubmit", _S.DRAFT),
        ("mediaTemplatePublish", _S.IN_REVIEW),
        ("mediaTemplateRetire", _S.PUBLISHED),
    ):
        template = make_template(house, state, is_shipped=True)
        version = house.session.query(MediaTemplateVersion).filter_by(template_id=template.id)
        error = refused(house, field, id=node(version.one()))
        assert error["code"] == "CONFLICT"
        assert template.handle in error["message"]


def test_an_archived_template_has_nothing_that_is_used(house: House) -> None:
    template = make_template(house, _S.PUBLISHED)
    gone = made(house, "mediaTemplateArchive", id=node(template))
    assert (gone["state"], gone["archivedAt"]) == ("RETIRED", "2026-03-02T09:00:00.000Z")
    text = "query ($a: Boolean!) { mediaTemplates(filter: {isArchived: {eq: $a}}) { edges { node { id } } } }"
    assert house.query(text, a=False)["data"]["mediaTemplates"]["edges"] == []
    assert len(house.query(text, a=True)["data"]["mediaTemplates"]["edges"]) == 1


WRONG: list[tuple[dict[str, Any], list[str], str | None, str | None, str]] = [
    ({"layers": []}, ["layers"], None, None, "template.schema"),
    ({"name": None}, ["name"], None, None, "template.schema"),
    ({"surprise": 1}, ["surprise"], None, None, "template.schema"),
    (
        {"layers": [headline(size="tall")]},
        ["layers", "0", "size"],
        "headline",
        None,
        "template.schema",
    ),
    (
        {"layers": [headline(text="{nothing}")]},
        ["layers", "0", "text"],
        "headline",
        None,
        "template.schema",
    ),
    (
        {"slots": {"title": {"kind": "TEXT", "max_chars": 0}}},
        ["slots", "title", "max_chars"],
        None,
        "title",
        "template.schema",
    ),
    (
        {"slots": {"title": {"kind": "TEXT"}, "all": {"kind": "LIST", "fields": {
            "was": {"kind": "PRICE", "above": "price"}}}}},
        ["slots", "all", "fields", "was"],
        None,
        "all",
        "template.schema",
    ),
    ({"title": "a\x00b"}, ["title"], None, None, "template.text"),
    ({"title": "\ud800"}, ["title"], None, None, "template.text"),
    ({"canvas": {"width_px": 8000, "height_px": 8000, "ground": "#FFFFFF"}}, [], None, None, "limit"),
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: "/".join(wrong[1]) or "whole")
def test_a_wrong_document_is_refused_with_its_layer_slot_and_rule(house: House, wrong: Any) -> None:
    said, path, layer, slot, rule = wrong
    document = {**small_document(), **said}
    error = refused(house, "mediaTemplateCreate", handle="new", document=document)
    assert error["__typename"] == "TemplateError"
    found = (error["path"], error["layer"], error["slot"], error["rule"])
    assert found == (["document", *path], layer, slot, rule), error
    assert error["code"] == "INVALID"


@pytest.mark.parametrize("document", ["words", [], 1, True, {}, {"film": []}])
def test_what_is_no_document_is_refused(house: House, document: Any) -> None:
    error = refused(house, "mediaTemplateCreate", handle="new", document=document)
    assert error["__typename"] == "TemplateError"


def test_a_document_that_is_too_deep_is_refused_before_it_is_walked(house: House) -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    document = small_document(samples=[deep])
    error = refused(house, "mediaTemplateCreate", handle="new", document=document)
    assert error["__typename"] == "TemplateError"


STRANGE = [
    "'; DROP TABLE x; --",
    '"\\\n\t\x7f',
    "ﷺ\u202eabc\u200b",
    "👩‍👩‍👧‍👦",
    "{0} %s $1 :b",
    "é" * 200,
]


def test_strange_words_are_kept_to_the_letter(house: House) -> None:
    slots = {
        f"s{number}": {"kind": "TEXT", "label": word, "default": {"en": word, "zh": word}}
        for number, word in enumerate(STRANGE)
    }
    document = small_document(headline(text=STRANGE[0]), slots=slots, title=STRANGE[2])
    template = made(house, "mediaTemplateCreate", handle="strange", document=document)
    text = """query ($id: ID!) { mediaTemplate(id: $id) { title
      versions { edges { node { document slots { label default } } } } } }"""
    found = house.query(text, id=template["id"])["data"]["mediaTemplate"]
    [edge] = found["versions"]["edges"]
    assert found["title"] == STRANGE[2]
    assert json.dumps(edge["node"]["document"]) == json.dumps(document)  # the order of fields too
    assert [slot["label"] for slot in edge["node"]["slots"]] == STRANGE
    assert [slot["default"]["zh"] for slot in edge["node"]["slots"]] == STRANGE


def test_the_audit_has_the_hash_of_a_document_and_not_the_document(house: House) -> None:
    made(house, "mediaTemplateCreate", handle="own", document=small_document())
    found = house.session.query(AuditEntry).filter_by(action="media_template_version.created")
    changes = json.loads(found.one().changes)
    assert "document" not in changes
    assert len(changes["sha256"]["to"]) == 64


def test_templates_are_found_by_words_kind_and_where_they_stand(house: House) -> None:
    make_template(house, _S.PUBLISHED, handle="poster-tea", title="Tea", title_zh="茶")
    make_template(house, _S.PUBLISHED, _S.IN_REVIEW, handle="poster-cup", title="Cup")

    def found(query: str) -> list[str]:
        text = f"{{ mediaTemplates({query}) {{ edges {{ node {{ handle }} }} }} }}"
        edges = house.query(text)["data"]["mediaTemplates"]["edges"]
        return [edge["node"]["handle"] for edge in edges]

    assert found('query: "茶"') == ["poster-tea"]
    assert found('query: "poster"') == ["poster-cup", "poster-tea"]
    assert found("filter: {state: {eq: IN_REVIEW}}") == ["poster-cup"]
    assert found("filter: {kind: {eq: VIDEO}}") == []
    assert found("filter: {isShipped: {eq: true}}") == []
