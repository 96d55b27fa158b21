"""Differences between two versions, and sets of templates, through the graph."""

from typing import Any

import pytest
from sqlalchemy import event

from domain.permissions import Role
from domain.templates.models import TemplateSet
from domain.templates.states import VersionState
from tests.conftest import House, node_id
from tests.factories.compliance import make_preset
from tests.factories.templates import (
    headline,
    make_set,
    make_template,
    make_version,
    small_document,
)
from tests.house import MONDAY

DIFF = """query ($from: ID!, $to: ID!) { mediaTemplateDiff(fromVersionId: $from, toVersionId: $to) {
  changes { path kind from to } } }"""
SET = """mutation ($input: TemplateSetSetInput!) { templateSetSet(input: $input) {
  templateSet { id handle title version archivedAt
    items { position template { handle } preset { name } } }
  userErrors { code path message } } }"""


def difference(house: House, before: Any, after: Any, actor: Any = None) -> Any:
    given = {
        name: node_id("MediaTemplateVersion", row)
        for name, row in (("from", before), ("to", after))
    }
    return house.query(DIFF, actor, **given)["data"]["mediaTemplateDiff"]


def test_a_difference_names_what_changed_and_how(house: House) -> None:
    template = make_template(house)
    wide = {"width_px": 500, "height_px": 300, "ground": "#FFFFFF"}
    layers = headline(size=[20, 48]), headline(name="second", text="Now")
    before, after = (
        make_version(house, template, document=small_document(revision=2)),
        make_version(house, template, document=small_document(*layers, revision=2, canvas=wide)),
    )
    assert difference(house, before, after)["changes"] == [
        {"path": ["canvas", "width_px"], "kind": "CHANGED", "from": 400, "to": 500},
        {
            "path": ["layers", "headline", "size"],
            "kind": "CHANGED",
            "from": [20, 40],
            "to": [20, 48],
        },
        {"path": ["layers", "second"], "kind": "ADDED", "from": None, "to": layers[1]},
    ]
    assert difference(house, after, after) == {"changes": []}
    [back] = [c for c in difference(house, after, before)["changes"] if c["kind"] == "REMOVED"]
    assert back == {"path": ["layers", "second"], "kind": "REMOVED", "from": layers[1], "to": None}


def test_a_strangers_version_differs_from_nothing(house: House) -> None:
    own, other = make_version(house), make_version(house.second)
    assert difference(house, own, other) is None
    assert difference(house, other, own) is None
    finance = house.actor(Role.FINANCE)
    assert difference(house, own, own, finance) is None


def sent(house: House, actor: Any = None, **given: Any) -> Any:
    answer = house.query(SET, actor, input={"title": "A set", **given})
    assert "errors" not in answer, answer
    return answer["data"]["templateSetSet"]


def item(template: Any, preset: Any = None) -> dict[str, Any]:
    more = {"presetId": node_id("SizePreset", preset)} if preset else {}
    return {"templateId": node_id("MediaTemplate", template), **more}


def test_a_set_is_made_changed_put_away_and_brought_back(house: House) -> None:
    one, two = (make_template(house, handle=handle) for handle in ("one", "two"))
    preset = make_preset(house, name="own")
    first = sent(house, handle="launch", items=[item(one, preset), item(two), item(one)])
    assert first["templateSet"]["items"] == [
        {"position": 0, "template": {"handle": "one"}, "preset": {"name": "own"}},
        {"position": 1, "template": {"handle": "two"}, "preset": None},
        {"position": 2, "template": {"handle": "one"}, "preset": None},
    ]
    id = first["templateSet"]["id"]
    second = sent(house, handle="launch", title="Other", items=[item(two)])["templateSet"]
    assert (second["id"], second["title"], second["version"]) == (id, "Other", 2)
    assert [one["template"]["handle"] for one in second["items"]] == ["two"]
    text = "mutation ($input: TemplateSetArchiveInput!) { templateSetArchive(input: $input) { templateSet { archivedAt } userErrors { code } } }"
    gone = house.query(text, input={"id": id})["data"]["templateSetArchive"]
    assert gone["templateSet"] == {"archivedAt": "2026-03-02T09:00:00.000Z"}
    again = house.query(text, input={"id": id})["data"]["templateSetArchive"]
    assert [error["code"] for error in again["userErrors"]] == ["CONFLICT"]
    renamed = sent(house, id=id, handle="launch-2", items=[item(one)])["templateSet"]
    assert (renamed["handle"], renamed["archivedAt"]) == ("launch-2", None)


def test_a_set_that_cannot_be_is_refused_where_it_is_wrong(house: House) -> None:
    own = make_template(house, handle="own")
    put_away = make_template(house, VersionState.RETIRED, archived_at=MONDAY)
    foreign = make_template(house.second)
    foreign_preset = make_preset(house.second)
    shipped, taken = make_set(house, own, is_shipped=True, handle="films"), make_set(house, own)
    cases: list[tuple[dict[str, Any], str, list[str]]] = [
        ({"items": []}, "REQUIRED", ["items"]),
        ({"items": [item(own)] * 61}, "LIMIT_EXCEEDED", ["items"]),
        ({"items": [item(own), item(own)]}, "INVALID", ["items", "1", "templateId"]),
        ({"items": [item(own), item(put_away)]}, "CONFLICT", ["items", "1", "templateId"]),
        ({"items": [item(foreign)]}, "NOT_FOUND", ["items", "0", "templateId"]),
        ({"items": [item(own, foreign_preset)]}, "NOT_FOUND", ["items", "0", "presetId"]),
        ({"handle": "films"}, "CONFLICT", ["handle"]),
        ({"id": node_id("TemplateSet", shipped)}, "CONFLICT", ["id"]),
        (
            {"id": node_id("TemplateSet", make_set(house)), "handle": taken.handle},
            "TAKEN",
            ["handle"],
        ),
        ({"handle": "a\x00b"}, "INVALID", ["handle"]),
        ({"expectedVersion": 1}, "NOT_FOUND", ["handle"]),
        ({"title": " "}, "REQUIRED", ["title"]),
    ]
    for given, code, path in cases:
        payload = sent(house, **{"handle": "new", "items": [item(own)], **given})
        [error] = payload["userErrors"]
        assert (error["code"], error["path"]) == (code, path), (given, error)
    assert house.session.query(TemplateSet).filter_by(handle="new").count() == 0


def test_many_presets_are_looked_for_at_once_and_by_no_one_who_may_not(house: House) -> None:
    own = make_template(house, handle="own")
    items = [item(own, make_preset(house, name=f"own-{number}")) for number in range(5)]
    said: list[str] = []

    def note(*given: Any) -> None:
        if "size_presets" in given[2]:
            said.append(given[2])

    event.listen(house.database.writing, "before_cursor_execute", note)
    try:
        sent(house, handle="many", items=items)
        assert sum("INSERT" not in one for one in said) <= 2  # and one reads the set back
        said.clear()
        for few in (items, items * 13):
            [error] = sent(house, house.actor(Role.OPERATIONS), items=few, handle="x")["userErrors"]
            assert error["code"] == "FORBIDDEN"
        assert said == []
        [error] = sent(house, items=items * 13, handle="x")["userErrors"]
        assert (error["code"], said) == ("LIMIT_EXCEEDED", [])
    finally:
        event.remove(house.database.writing, "before_cursor_execute", note)


@pytest.mark.parametrize("wanted", ["launch", "tea"])
def test_sets_are_searched(house: House, wanted: str) -> None:
    make_set(house, handle="launch", title="Tea time")
    make_set(house, handle="other", title="Other")
    text = "query ($q: String) { templateSets(query: $q) { edges { node { handle } } } }"
    edges = house.query(text, q=wanted)["data"]["templateSets"]["edges"]
    assert [edge["node"]["handle"] for edge in edges] == ["launch"]
