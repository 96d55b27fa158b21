"""Platforms and stores through the graph: each change, each refusal."""

from typing import Any
from uuid import UUID

import pytest

from domain.permissions import Role
from domain.stores.platforms import PLATFORMS, keep_platforms
from domain.stores.states import OpeningTaskKind, StoreState
from tests.conftest import MONDAY, House
from tests.factories.stores import make_listing, make_opening_task, make_platform, make_store

NOON = "2026-03-02T09:00:00.000Z"
ERRORS = """userErrors { __typename code message path
  ... on OpeningTasksOpen { openTasks } ... on InvalidTransition { allowedTransitions } }"""
STORE = """store { name handle state stateReason currency timeZone externalId note openedAt closedAt
  version allowedTransitions platform { code asOf } openingTasks { kind isRequired completedAt } }"""
SHOWN = {
    "platformCreate": "platform { code name nameZh kind isOwn homeCountry defaultCurrency website }",
    "storeOpeningTaskComplete": "storeOpeningTask { completedAt note completedBy { name } store { name } }",
    "storeOpeningTaskReopen": "storeOpeningTask { completedAt completedBy { name } }",
}


def change(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    """The payload of one mutation."""
    kind = mutation[0].upper() + mutation[1:] + "Input!"
    text = f"""mutation ($input: {kind}) {{
      {mutation}(input: $input) {{ {SHOWN.get(mutation, STORE)} {ERRORS} }} }}"""
    answer = house.query(text, actor, input=input)
    assert "errors" not in answer, answer
    return answer["data"][mutation]


def refused(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    """The one error of a mutation that changed nothing."""
    payload = change(house, mutation, actor, **input)
    [error] = payload.pop("userErrors")
    assert list(payload.values()) == [None]
    return error


def node(kind: str, id: UUID) -> str:
    return f"{kind}:{id}"


def store_at(house: House, state: StoreState, **more: Any) -> Any:
    was_open = state in {StoreState.OPEN, StoreState.PAUSED, StoreState.PENALIZED}
    return make_store(house, state=state, opened_at=MONDAY if was_open else None, **more)


MOVES = [
    ("storeSubmit", "DRAFT", "APPLYING", {}),
    ("storeSubmit", "REJECTED", "APPLYING", {}),
    ("storeReject", "APPLYING", "REJECTED", {"reason": "No licence."}),
    ("storeApprove", "APPLYING", "DECORATING", {}),
    ("storeActivate", "DECORATING", "OPEN", {}),
    ("storePause", "OPEN", "PAUSED", {"reason": "Holiday."}),
    ("storePause", "PENALIZED", "PAUSED", {}),
    ("storeResume", "PAUSED", "OPEN", {}),
    ("storeResume", "PENALIZED", "OPEN", {}),
    ("storePenalize", "OPEN", "PENALIZED", {"reason": "Shipped late."}),
    ("storeClose", "DRAFT", "CLOSED", {}),
    ("storeClose", "APPLYING", "CLOSED", {}),
    ("storeClose", "REJECTED", "CLOSED", {}),
    ("storeClose", "DECORATING", "CLOSED", {}),
    ("storeClose", "PAUSED", "CLOSED", {"reason": "Moved."}),
    ("storeClose", "PENALIZED", "CLOSED", {}),
]
REASONS = {"storeReject": {"reason": "R"}, "storePenalize": {"reason": "R"}}
VERBS = sorted({verb for verb, *_ in MOVES})
LEGAL = {(verb, before) for verb, before, *_ in MOVES}
MANAGERS_ONLY = {"storeSubmit", "storeReject", "storeApprove", "storeActivate", "storeClose"}


@pytest.mark.parametrize(("verb", "before", "after", "more"), MOVES)
def test_a_store_moves(
    house: House, verb: str, before: str, after: str, more: dict[str, str]
) -> None:
    store = store_at(house, StoreState[before])
    payload = change(house, verb, id=node("Store", store.id), **more)
    assert payload["userErrors"] == []
    said = payload["store"]
    assert (said["state"], said["stateReason"], said["version"]) == (after, more.get("reason"), 2)
    assert said["closedAt"] == (NOON if after == "CLOSED" else None)
    if after == "OPEN":
        assert said["openedAt"] == NOON


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("before", [state.name for state in StoreState])
def test_a_store_makes_no_other_move(house: House, verb: str, before: str) -> None:
    if (verb, before) in LEGAL:
        return
    store = store_at(house, StoreState[before])
    error = refused(house, verb, id=node("Store", store.id), **REASONS.get(verb, {}))
    if {verb, before} in ({"storeActivate", "PAUSED"}, {"storeActivate", "PENALIZED"}):
        assert error["message"] == "It has been open before: resume it."
    elif (verb, before) == ("storeResume", "DECORATING"):
        assert error["message"] == "It has never been open: activate it."
    else:
        assert error["code"] == "INVALID_TRANSITION"


@pytest.mark.parametrize("verb", VERBS)
def test_who_may_not_move_a_store_is_told_so(house: House, verb: str) -> None:
    store = make_store(house)
    role = Role.OPERATIONS if verb in MANAGERS_ONLY else Role.FINANCE
    actor = house.actor(role, stores=[store])
    error = refused(house, verb, actor, id=node("Store", store.id), **REASONS.get(verb, {}))
    assert error["code"] == "FORBIDDEN"


@pytest.mark.parametrize("verb", [*VERBS, "storeUpdate"])
def test_a_strangers_store_is_not_found(house: House, verb: str) -> None:
    store, mine = make_store(house), make_store(house)
    more = REASONS.get(verb, {})
    for actor in (house.second.manager, house.actor(Role.MANAGER, stores=[mine])):
        error = refused(house, verb, actor, id=node("Store", store.id), **more)
        assert (error["code"], error["path"]) == ("NOT_FOUND", ["id"])
    error = refused(house, verb, id=node("Listing", store.id), **more)
    assert error["code"] == "NOT_FOUND"


@pytest.mark.parametrize("verb", [*VERBS, "storeUpdate"])
def test_a_store_that_changed_meanwhile_is_refused(house: House, verb: str) -> None:
    store = make_store(house)
    error = refused(
        house, verb, id=node("Store", store.id), expectedVersion=7, **REASONS.get(verb, {})
    )
    assert error["code"] == "VERSION_MISMATCH"


@pytest.mark.parametrize("verb", ["storeReject", "storePenalize"])
def test_a_platforms_word_needs_its_reason(house: House, verb: str) -> None:
    before = StoreState.APPLYING if verb == "storeReject" else StoreState.OPEN
    store = store_at(house, before)
    error = refused(house, verb, id=node("Store", store.id), reason="  ")
    assert (error["code"], error["path"]) == ("REQUIRED", ["reason"])


def test_a_store_opens_only_when_what_is_required_is_done(house: House) -> None:
    store = store_at(house, StoreState.DECORATING)
    kinds = [OpeningTaskKind.LICENCE, OpeningTaskKind.DEPOSIT, OpeningTaskKind.BRAND_AUTHORISATION]
    licence, deposit, _ = (
        make_opening_task(house, store, kind=kind, position=place, is_required=place < 3)
        for place, kind in enumerate(kinds, start=1)
    )
    error = refused(house, "storeActivate", id=node("Store", store.id))
    assert error["__typename"] == "OpeningTasksOpen"
    assert (error["code"], error["openTasks"]) == ("CONFLICT", ["LICENCE", "DEPOSIT"])
    for task in (licence, deposit):
        change(house, "storeOpeningTaskComplete", id=node("StoreOpeningTask", task.id))
    payload = change(house, "storeActivate", id=node("Store", store.id))
    assert payload["store"]["state"] == "OPEN"


def test_a_task_is_done_once_and_can_be_opened_again(house: House) -> None:
    task = make_opening_task(house, make_store(house))
    id = node("StoreOpeningTask", task.id)
    done = change(house, "storeOpeningTaskComplete", id=id, note="No. 7")["storeOpeningTask"]
    assert (done["completedAt"], done["note"]) == (NOON, "No. 7")
    assert done["store"] == {"name": "Lisbon"}
    assert refused(house, "storeOpeningTaskComplete", id=id)["code"] == "CONFLICT"
    again = change(house, "storeOpeningTaskReopen", id=id)["storeOpeningTask"]
    assert again == {"completedAt": None, "completedBy": None}
    assert refused(house, "storeOpeningTaskReopen", id=id)["code"] == "CONFLICT"


@pytest.mark.parametrize("verb", ["storeOpeningTaskComplete", "storeOpeningTaskReopen"])
def test_the_tasks_of_others_are_left_alone(house: House, verb: str) -> None:
    store = make_store(house)
    id = node("StoreOpeningTask", make_opening_task(house, store).id)
    assert refused(house, verb, house.second.manager, id=id)["code"] == "NOT_FOUND"
    clerk = house.actor(Role.FINANCE, stores=[store])
    assert refused(house, verb, clerk, id=id)["code"] == "FORBIDDEN"
    assert refused(house, verb, id=id, expectedVersion=9)["code"] == "VERSION_MISMATCH"


def test_the_tasks_of_a_closed_store_stay(house: House) -> None:
    store = store_at(house, StoreState.CLOSED)
    id = node("StoreOpeningTask", make_opening_task(house, store).id)
    assert refused(house, "storeOpeningTaskComplete", id=id)["code"] == "CONFLICT"


def test_a_store_is_made_with_what_opening_it_takes(house: House) -> None:
    keep_platforms(house.session, MONDAY)
    house.session.commit()
    found = house.query('{ platforms(query: "code:TAOBAO") { edges { node { id asOf } } } }')
    taobao = found["data"]["platforms"]["edges"][0]["node"]
    assert taobao["asOf"] == "2026-11-23"
    payload = change(
        house, "storeCreate", platformId=taobao["id"], name=" Tea house ", handle="tea-house"
    )
    assert payload["userErrors"] == []
    store = payload["store"]
    assert (store["name"], store["state"], store["currency"]) == ("Tea house", "DRAFT", "CNY")
    assert store["timeZone"] == "Asia/Shanghai"
    assert store["platform"] == {"code": "TAOBAO", "asOf": "2026-11-23"}
    assert store["allowedTransitions"] == ["APPLYING", "CLOSED"]
    tasks = store["openingTasks"]
    assert [task["kind"] for task in tasks] == [kind.name for kind in OpeningTaskKind]
    optional = [task["kind"] for task in tasks if not task["isRequired"]]
    assert optional == ["BRAND_AUTHORISATION"]


def test_what_opening_takes_can_be_said(house: House) -> None:
    payload = change(
        house,
        "storeCreate",
        platformId=node("Platform", make_platform(house).id),
        name="Till",
        handle="till",
        currency="EUR",
        timeZone="Europe/Lisbon",
        requiredTasks=["LICENCE"],
        externalId="7",
        note="Corner",
    )
    store = payload["store"]
    assert (store["externalId"], store["note"]) == ("7", "Corner")
    required = [task["kind"] for task in store["openingTasks"] if task["isRequired"]]
    assert required == ["LICENCE"]


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("platformId", "Platform:nonsense", "NOT_FOUND"),
        ("platformId", node("Platform", UUID(int=7)), "NOT_FOUND"),
        ("name", " ", "REQUIRED"),
        ("name", "x" * 201, "INVALID"),
        ("handle", "Tea House", "INVALID"),
        ("handle", "taken", "TAKEN"),
        ("currency", "EURO", "INVALID"),
        ("currency", None, "REQUIRED"),
        ("timeZone", "Lisbon", "INVALID"),
        ("timeZone", None, "REQUIRED"),
        ("externalId", "", "REQUIRED"),
        ("note", "a\0b", "INVALID"),
    ],
)
def test_a_store_that_cannot_be_is_not_made(
    house: House, field: str, value: str | None, code: str
) -> None:
    make_store(house, handle="taken")
    usual = {
        "platformId": node("Platform", make_platform(house).id),
        "name": "Tea house",
        "handle": "tea-house",
        "currency": "EUR",
        "timeZone": "Europe/Lisbon",
    }
    error = refused(house, "storeCreate", **{**usual, field: value})
    assert (error["code"], error["path"]) == (code, [field])


def test_another_organisation_may_use_the_handle_but_not_the_platform(house: House) -> None:
    make_store(house, handle="taken")
    usual = {"name": "T", "handle": "taken", "currency": "EUR", "timeZone": "UTC"}
    theirs, mine = make_platform(house.second), make_platform(house)
    actor = house.second.manager
    made = change(house, "storeCreate", actor, platformId=node("Platform", theirs.id), **usual)
    assert made["store"]["handle"] == "taken"
    error = refused(house, "storeCreate", actor, platformId=node("Platform", mine.id), **usual)
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["platformId"])


def test_only_who_manages_every_store_makes_one(house: House) -> None:
    platform = node("Platform", make_platform(house).id)
    for actor in (
        house.actor(Role.OPERATIONS),
        house.actor(Role.MANAGER, stores=[make_store(house)]),
    ):
        error = refused(house, "storeCreate", actor, platformId=platform, name="T", handle="t")
        assert error["code"] == "FORBIDDEN"


def test_a_store_is_described_anew(house: House) -> None:
    store = store_at(house, StoreState.DRAFT, external_id="7")
    said = change(
        house,
        "storeUpdate",
        id=node("Store", store.id),
        expectedVersion=1,
        name="Porto",
        handle="porto",
        currency="USD",
        timeZone="UTC",
        externalId=None,
        note="New",
    )["store"]
    assert (said["name"], said["handle"], said["note"]) == ("Porto", "porto", "New")
    assert (said["currency"], said["timeZone"], said["externalId"]) == ("USD", "UTC", None)


def test_what_is_left_out_stays(house: House) -> None:
    store = make_store(house, note="Old", external_id="7")
    said = change(house, "storeUpdate", id=node("Store", store.id), name="Porto")["store"]
    assert (said["name"], said["note"], said["externalId"]) == ("Porto", "Old", "7")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", None, "REQUIRED"),
        ("name", "", "REQUIRED"),
        ("handle", None, "REQUIRED"),
        ("handle", "taken", "TAKEN"),
        ("handle", "-", "INVALID"),
        ("currency", "USD", "CONFLICT"),
        ("currency", "???", "INVALID"),
        ("currency", None, "REQUIRED"),
        ("timeZone", "UTC", "CONFLICT"),
        ("timeZone", "Nowhere", "INVALID"),
        ("timeZone", None, "REQUIRED"),
        ("externalId", "x" * 101, "INVALID"),
    ],
)
def test_an_open_store_cannot_become_just_anything(
    house: House, field: str, value: str | None, code: str
) -> None:
    make_store(house, handle="taken")
    store = make_store(house)
    error = refused(house, "storeUpdate", id=node("Store", store.id), **{field: value})
    assert (error["code"], error["path"]) == (code, [field])


def test_the_currency_stays_once_something_is_priced(house: House) -> None:
    store = store_at(house, StoreState.DRAFT)
    make_listing(house, store)
    error = refused(house, "storeUpdate", id=node("Store", store.id), currency="USD")
    assert (error["code"], error["path"]) == ("CONFLICT", ["currency"])
    same = change(house, "storeUpdate", id=node("Store", store.id), currency="EUR")
    assert same["userErrors"] == []


def test_a_closed_store_stays_as_it_was(house: House) -> None:
    store = store_at(house, StoreState.CLOSED)
    error = refused(house, "storeUpdate", id=node("Store", store.id), name="Porto")
    assert (error["code"], error["path"]) == ("CONFLICT", ["id"])


def test_operations_do_not_describe_stores(house: House) -> None:
    store = make_store(house)
    actor = house.actor(Role.OPERATIONS, stores=[store])
    error = refused(house, "storeUpdate", actor, id=node("Store", store.id), name="Porto")
    assert error["code"] == "FORBIDDEN"


OWN = {"code": "CORNER_SHOPS", "name": "Corner shops", "kind": "OFFLINE"}


def test_an_organisation_adds_a_platform_of_its_own(house: House) -> None:
    payload = change(
        house,
        "platformCreate",
        **OWN,
        nameZh="街角",
        homeCountry="PT",
        defaultCurrency="EUR",
        defaultTimeZone="Europe/Lisbon",
        website="https://corner.example",
    )
    assert payload["userErrors"] == []
    assert payload["platform"] == {
        "code": "CORNER_SHOPS",
        "name": "Corner shops",
        "nameZh": "街角",
        "kind": "OFFLINE",
        "isOwn": True,
        "homeCountry": "PT",
        "defaultCurrency": "EUR",
        "website": "https://corner.example",
    }


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("code", "corner", "INVALID"),
        ("code", "", "REQUIRED"),
        ("code", "街", "INVALID"),
        ("code", "TAOBAO", "TAKEN"),
        ("code", "OURS", "TAKEN"),
        ("name", "", "REQUIRED"),
        ("nameZh", "", "REQUIRED"),
        ("homeCountry", "Portugal", "INVALID"),
        ("defaultCurrency", "eur", "INVALID"),
        ("defaultTimeZone", "Lisbon", "INVALID"),
        ("website", "ftp://corner.example", "INVALID"),
    ],
)
def test_a_platform_that_cannot_be_is_not_added(
    house: House, field: str, value: str, code: str
) -> None:
    keep_platforms(house.session, MONDAY)
    make_platform(house, code="OURS")
    error = refused(house, "platformCreate", **{**OWN, field: value})
    assert (error["code"], error["path"]) == (code, [field])


def test_only_who_manages_every_store_adds_platforms(house: House) -> None:
    manager_of_one = house.actor(Role.MANAGER, stores=[make_store(house)])
    assert refused(house, "platformCreate", manager_of_one, **OWN)["code"] == "FORBIDDEN"


def test_the_shipped_platforms_are_everybodys_and_others_are_not_ours(house: House) -> None:
    keep_platforms(house.session, MONDAY)
    house.session.commit()
    make_platform(house.second)
    ours = make_platform(house)
    text = "{ platforms(first: 100) { totalCount { value } } }"
    assert house.query(text)["data"]["platforms"]["totalCount"]["value"] == len(PLATFORMS) + 1
    own = "{ platforms(filter: {isOwn: {eq: true}}) { edges { node { code isOwn } } } }"
    assert house.query(own)["data"]["platforms"]["edges"] == [
        {"node": {"code": ours.code, "isOwn": True}}
    ]


def test_a_platform_leads_to_its_stores(house: House) -> None:
    store = make_store(house)
    text = "query ($id: ID!) { platform(id: $id) { stores { edges { node { name } } } } }"
    answer = house.query(text, id=node("Platform", store.platform_id))
    assert answer["data"]["platform"] == {"stores": {"edges": [{"node": {"name": "Lisbon"}}]}}
    theirs = house.query(text, house.second.manager, id=node("Platform", store.platform_id))
    assert theirs["data"]["platform"] is None


STORES = """query ($query: String, $filter: StoreFilter, $orderBy: StoreSort! = NEWEST) {
  stores(query: $query, filter: $filter, orderBy: $orderBy) {
    edges { node { name } } totalCount { value } } }"""


@pytest.mark.parametrize(
    ("variables", "names"),
    [
        ({}, ["Faro", "Braga", "Lisbon"]),
        ({"orderBy": "OLDEST"}, ["Lisbon", "Braga", "Faro"]),
        ({"orderBy": "NAME"}, ["Braga", "Faro", "Lisbon"]),
        ({"query": "LISBON"}, ["Lisbon"]),
        ({"query": "state:PAUSED"}, ["Braga"]),
        ({"query": "-state:PAUSED currency:EUR"}, ["Lisbon"]),
        ({"filter": {"state": {"in": ["PAUSED", "DRAFT"]}}}, ["Faro", "Braga"]),
        ({"filter": {"not": {"currency": {"eq": "EUR"}}}}, ["Faro"]),
        ({"filter": {"openedAt": {"isNull": True}}}, ["Faro"]),
        ({"filter": {"externalId": {"eq": "X-1"}}}, ["Braga"]),
    ],
)
def test_stores_are_found_and_sorted(
    house: House, variables: dict[str, Any], names: list[str]
) -> None:
    make_store(house, "Lisbon")
    make_store(house, "Braga", state=StoreState.PAUSED, external_id="X-1")
    make_store(house, "Faro", state=StoreState.DRAFT, opened_at=None, currency="USD")
    make_store(house.second, "Elsewhere")
    answer = house.query(STORES, **variables)
    found = answer["data"]["stores"]
    assert [edge["node"]["name"] for edge in found["edges"]] == names
    assert found["totalCount"]["value"] == len(names)


def test_one_sees_only_the_stores_one_works_in(house: House) -> None:
    mine, other = make_store(house, "Mine"), make_store(house, "Other")
    third = make_store(house, "Third")
    clerk = house.actor(Role.OPERATIONS, stores=[mine])
    found = house.query(STORES, clerk)["data"]["stores"]
    assert [edge["node"]["name"] for edge in found["edges"]] == ["Mine"]
    two = house.actor(Role.OPERATIONS, stores=[mine, third])
    found = house.query(STORES, two, orderBy="NAME")["data"]["stores"]
    assert [edge["node"]["name"] for edge in found["edges"]] == ["Mine", "Third"]
    one = "query ($id: ID!) { store(id: $id) { name } }"
    assert house.query(one, clerk, id=node("Store", mine.id))["data"]["store"] == {"name": "Mine"}
    assert house.query(one, clerk, id=node("Store", other.id))["data"]["store"] is None


def test_a_store_shows_what_it_offers_and_what_opening_took(house: House) -> None:
    store = make_store(house)
    make_opening_task(house, store, kind=OpeningTaskKind.DEPOSIT, position=2)
    make_opening_task(house, store)
    make_listing(house, store)
    make_listing(house)
    text = """query ($id: ID!) { store(id: $id) { allowedTransitions openingTasks { kind }
      listings { totalCount { value precision } edges { node { state price { amount } } } } } }"""
    assert house.query(text, id=node("Store", store.id))["data"]["store"] == {
        "allowedTransitions": ["PAUSED", "PENALIZED"],
        "openingTasks": [{"kind": "LICENCE"}, {"kind": "DEPOSIT"}],
        "listings": {
            "totalCount": {"value": 1, "precision": "EXACT"},
            "edges": [{"node": {"state": "DRAFT", "price": {"amount": "10.00"}}}],
        },
    }
