"""Platforms' events through the graph: made, changed, taken away, read."""

from typing import Any

import pytest

from domain.events.models import PlatformEvent, PlatformEventPhase
from domain.stores.models import Store
from tests.conftest import House, node_id
from tests.factories.creatives import make_render
from tests.factories.events import make_event
from tests.factories.stores import make_platform, make_store

ASKED = """platformEvent { id name nameZh kind url startsAt endsAt version platform { id }
  phases { kind position startsAt endsAt } }"""
PAYLOAD = "userErrors { __typename code path message ... on InUse { places } }"
BURST = {
    "kind": "BURST",
    "startsAt": "2026-10-31T12:00:00.000Z",
    "endsAt": "2026-11-11T16:00:00.000Z",
}
SIGN_UP = {"kind": "SIGN_UP", "startsAt": "2026-09-12T00:00:00.000Z", "endsAt": "2026-09-20T16:00:00.000Z"}  # fmt: skip
MOVED = {**BURST, "startsAt": "2026-10-30T12:00:00.000Z"}


def change(house: House, verb: str, **given: Any) -> Any:
    name = f"platformEvent{verb}"
    asked = "deletedId" if verb == "Delete" else ASKED
    text = f"mutation ($input: PlatformEvent{verb}Input!) {{ {name}(input: $input) {{ {asked} {PAYLOAD} }} }}"
    answer = house.query(text, input=given)
    assert "errors" not in answer, answer
    return answer["data"][name]


def done(house: House, verb: str, **given: Any) -> Any:
    payload = change(house, verb, **given)
    assert payload["userErrors"] == []
    return payload["platformEvent"]


def refusal(house: House, verb: str, **given: Any) -> tuple[str, list[str]]:
    [error] = change(house, verb, **given)["userErrors"]
    return error["code"], error["path"]


def test_an_event_is_made_with_its_phases_by_their_start(house: House) -> None:
    platform = node_id("Platform", make_platform(house))
    event = done(
        house,
        "Create",
        kind="DOUBLE_ELEVEN",
        name=" Double Eleven ",
        nameZh="双 11",
        url="https://harbourpine.example/1111",
        platformId=platform,
        phases=[BURST, SIGN_UP],
    )
    assert event == {
        "id": event["id"],
        "name": "Double Eleven",
        "nameZh": "双 11",
        "kind": "DOUBLE_ELEVEN",
        "url": "https://harbourpine.example/1111",
        "startsAt": SIGN_UP["startsAt"],
        "endsAt": BURST["endsAt"],
        "version": 1,
        "platform": {"id": platform},
        "phases": [{**SIGN_UP, "position": 0}, {**BURST, "position": 1}],
    }


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"name": " "}, "REQUIRED", ["name"]),
        ({"nameZh": "字" * 201}, "INVALID", ["nameZh"]),
        ({"url": "http://harbourpine.example"}, "INVALID", ["url"]),
        ({"url": f"https://{'a' * 193}"}, "INVALID", ["url"]),
        ({"url": "https://a\x00"}, "INVALID", ["url"]),
        ({"phases": []}, "REQUIRED", ["phases"]),
        ({"phases": [BURST] * 31}, "LIMIT_EXCEEDED", ["phases"]),
        ({"phases": [SIGN_UP, {**BURST, "endsAt": BURST["startsAt"]}]}, "INVALID", ["phases", "1", "endsAt"]),
        ({"phases": [BURST, BURST]}, "INVALID", ["phases", "1", "startsAt"]),
        ({"platformId": "Platform:00000000-0000-7000-8000-000000000000"}, "NOT_FOUND", ["platformId"]),
    ],
)  # fmt: skip
def test_what_no_event_is(house: House, given: Any, code: str, path: list[str]) -> None:
    told = {"kind": "OTHER", "name": "A sale", "phases": [BURST], **given}
    assert refusal(house, "Create", **told) == (code, path)
    event = node_id("PlatformEvent", make_event(house))
    assert refusal(house, "Update", id=event, **given) == (code, path)


def test_a_change_leaves_what_is_not_said_and_phases_are_said_at_once(house: House) -> None:
    event = make_event(house, url="https://harbourpine.example/1111")
    given = {"id": node_id("PlatformEvent", event), "expectedVersion": 1}
    changed = done(house, "Update", **given, phases=[MOVED])
    assert (changed["name"], changed["version"]) == ("Double Eleven", 2)
    assert changed["phases"] == [{**MOVED, "position": 0}]
    assert (changed["startsAt"], changed["endsAt"]) == (MOVED["startsAt"], MOVED["endsAt"])
    assert refusal(house, "Update", **given, name="618")[0] == "VERSION_MISMATCH"
    changed = done(house, "Update", **{**given, "expectedVersion": 2}, url=None)
    assert (changed["url"], changed["phases"]) == (None, [{**MOVED, "position": 0}])
    assert refusal(house, "Update", id=given["id"], phases=None) == ("REQUIRED", ["phases"])
    assert refusal(house, "Update", id=given["id"], kind=None) == ("REQUIRED", ["kind"])


def test_an_event_goes_with_its_phases_unless_a_render_names_it(house: House) -> None:
    event, used = make_event(house), make_event(house)
    render = make_render(house, event_id=used.id)
    payload = change(house, "Delete", id=node_id("PlatformEvent", used))
    [error] = payload["userErrors"]
    assert (error["__typename"], error["code"], error["path"]) == ("InUse", "IN_USE", ["id"])
    assert error["places"] == [node_id("RenderJob", render)]
    gone = node_id("PlatformEvent", event)
    assert change(house, "Delete", id=gone) == {"deletedId": gone, "userErrors": []}
    house.session.expire_all()
    assert [row.id for row in house.session.query(PlatformEvent)] == [used.id]
    assert {row.event_id for row in house.session.query(PlatformEventPhase)} == {used.id}


def test_events_are_found_by_kind_platform_and_time(house: House) -> None:
    platform = make_platform(house)
    make_event(house, name="Everywhere")
    make_event(house, name="There", platform_id=platform.id, kind="SIX_EIGHTEEN")
    found = """query ($filter: PlatformEventFilter) { platformEvents(filter: $filter, orderBy: NAME) {
      edges { node { name } } } }"""
    for given, names in (
        ({}, ["Everywhere", "There"]),
        ({"platformId": {"eq": node_id("Platform", platform)}}, ["There"]),
        ({"kind": {"eq": "DOUBLE_ELEVEN"}}, ["Everywhere"]),
        ({"startsAt": {"gt": "2026-11-01T00:00:00Z"}}, []),
        ({"name": {"contains": "WHERE"}}, ["Everywhere"]),
    ):
        edges = house.query(found, filter=given)["data"]["platformEvents"]["edges"]
        assert [edge["node"]["name"] for edge in edges] == names, given


UPDATE = """mutation ($input: StoreUpdateInput!) { storeUpdate(input: $input) {
  store { address url } userErrors { code path } } }"""


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"address": " 12 Rua da Pena ", "url": "https://harbourpine.example"}, None),
        ({"address": None, "url": None}, None),
        ({"address": "12 Rua da Pena\nCovilhã"}, ("INVALID", ["address"])),
        ({"address": ""}, ("REQUIRED", ["address"])),
        ({"address": "a" * 201}, ("INVALID", ["address"])),
        ({"url": "http://harbourpine.example"}, ("INVALID", ["url"])),
        ({"url": "https://harbour pine"}, ("INVALID", ["url"])),
    ],
)
def test_a_store_says_where_it_is_found(house: House, given: Any, refused: Any) -> None:
    store = make_store(house, address="Before", url="https://before.example")
    told = {"id": node_id("Store", store), **given}
    payload = house.query(UPDATE, input=told)["data"]["storeUpdate"]
    if refused:
        [error] = payload["userErrors"]
        assert (error["code"], error["path"]) == refused
        assert house.session.query(Store).one().address == "Before"
    else:
        stripped = {name: said and said.strip() for name, said in given.items()}
        assert payload == {"store": stripped, "userErrors": []}
