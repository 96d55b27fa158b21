"""Suppliers through the graph: each change, each refusal, and what is shown of a person."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.permissions import Role
from domain.sourcing.models import Supplier, SupplierState
from tests.conftest import House, node_id
from tests.factories.sourcing import make_supplier

SUPPLIER = """supplier { id code name nameZh state allowedTransitions blockedReason country currency
  leadTimeDays paymentTermsDays website note version contactNameMasked contactPhoneMasked
  contactEmailMasked contactWechatMasked contactAddressMasked }
  userErrors { __typename code message path
    ... on InvalidTransition { allowedTransitions } ... on VersionMismatch { version } }"""
NEW = {"code": "JDZ-01", "name": "Jingdezhen Kiln", "country": "CN", "currency": "CNY"}
CONTACT = {
    "contactName": "张伟",
    "contactPhone": "+86 138 1234 5678",
    "contactEmail": "Wei.Zhang@Kiln.example",
    "contactWechat": "kilnboss",
    "contactAddress": "88 Cixi Lu, Jingdezhen",
}
MASKED = {
    "contactNameMasked": "张**",
    "contactPhoneMasked": "861****5678",
    "contactEmailMasked": "w***@kiln.example",
    "contactWechatMasked": "k***s",
    "contactAddressMasked": "***, Jingdezhen",
}


def change(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    kind = mutation[0].upper() + mutation[1:] + "Input!"
    text = f"mutation ($input: {kind}) {{ {mutation}(input: $input) {{ {SUPPLIER} }} }}"
    answer = house.query(text, actor, input=input)
    assert "errors" not in answer, answer
    return answer["data"][mutation]


def refused(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    payload = change(house, mutation, actor, **input)
    [error] = payload["userErrors"]
    assert payload["supplier"] is None
    return error


def test_a_supplier_is_taken_on(house: House) -> None:
    given = {**NEW, "leadTimeDays": 30, "paymentTermsDays": 60, "nameZh": "景德镇", **CONTACT}
    payload = change(house, "supplierCreate", house.actor(Role.PURCHASING), **given)
    assert payload["userErrors"] == []
    shown = payload["supplier"]
    assert shown.pop("id").startswith("Supplier:")
    assert shown == {
        **NEW,
        **MASKED,
        "nameZh": "景德镇",
        "state": "ACTIVE",
        "allowedTransitions": ["BLOCKED", "ARCHIVED"],
        "blockedReason": None,
        "leadTimeDays": 30,
        "paymentTermsDays": 60,
        "website": None,
        "note": None,
        "version": 1,
    }


def test_the_audit_holds_no_word_of_the_contact(house: House) -> None:
    change(house, "supplierCreate", **NEW, **CONTACT)
    [said] = house.session.scalars(
        select(AuditEntry.changes).where(AuditEntry.action == "supplier.created")
    )
    assert said.count("keyed:") == 2 * len(CONTACT)
    for word in ("张", "138", "kiln.example", "kilnboss", "Cixi", "k***s"):
        assert word not in said


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"code": ""}, ["code"], "REQUIRED"),
        ({"code": "A B"}, ["code"], "INVALID"),
        ({"code": "x" * 61}, ["code"], "INVALID"),
        ({"code": "MUGS"}, ["code"], "TAKEN"),
        ({"name": " "}, ["name"], "REQUIRED"),
        ({"name": "a\u0000b"}, ["name"], "INVALID"),
        ({"country": "China"}, ["country"], "INVALID"),
        ({"country": "cn"}, ["country"], "INVALID"),
        ({"currency": "RMB"}, ["currency"], "INVALID"),
        ({"leadTimeDays": -1}, ["leadTimeDays"], "INVALID"),
        ({"leadTimeDays": 3651}, ["leadTimeDays"], "INVALID"),
        ({"paymentTermsDays": -1}, ["paymentTermsDays"], "INVALID"),
        ({"website": "ftp://kiln.example"}, ["website"], "INVALID"),
        ({"website": "javascript:alert(1)"}, ["website"], "INVALID"),
        ({"note": "x" * 10_001}, ["note"], "INVALID"),
        ({"contactName": "x" * 201}, ["contactName"], "INVALID"),
        ({"contactPhone": "1" * 61}, ["contactPhone"], "INVALID"),
        ({"contactEmail": "nobody"}, ["contactEmail"], "INVALID"),
        ({"contactWechat": "x" * 101}, ["contactWechat"], "INVALID"),
        ({"contactAddress": "x" * 501}, ["contactAddress"], "INVALID"),
    ],
)
def test_a_supplier_is_refused(
    house: House, given: dict[str, Any], path: list[str], code: str
) -> None:
    make_supplier(house, "MUGS")
    error = refused(house, "supplierCreate", **{**NEW, **given})
    assert (error["path"], error["code"]) == (path, code)
    other = make_supplier(house, "OTHER")
    error = refused(house, "supplierUpdate", id=node_id("Supplier", other), **given)
    assert (error["path"], error["code"]) == (path, code)


def test_two_organisations_may_use_the_same_code(house: House) -> None:
    make_supplier(house.second, NEW["code"])
    assert change(house, "supplierCreate", **NEW)["supplier"]["code"] == NEW["code"]


def test_an_update_changes_what_it_names(house: House) -> None:
    supplier = make_supplier(house, note="Slow in August.", website="https://a.example")
    id = node_id("Supplier", supplier)
    payload = change(house, "supplierUpdate", id=id, expectedVersion=1, note=None, **CONTACT)
    assert payload["userErrors"] == []
    shown = payload["supplier"]
    assert (shown["note"], shown["website"], shown["version"]) == (None, "https://a.example", 2)
    assert {name: shown[name] for name in MASKED} == MASKED
    shown = change(house, "supplierUpdate", id=id, contactPhone="  ", code="MUGS")["supplier"]
    assert shown["contactPhoneMasked"] is None
    assert shown["contactNameMasked"] == MASKED["contactNameMasked"]


@pytest.mark.parametrize("field", ["code", "name", "country", "currency", "leadTimeDays"])
def test_what_must_be_said_cannot_be_taken_away(house: House, field: str) -> None:
    id = node_id("Supplier", make_supplier(house))
    error = refused(house, "supplierUpdate", id=id, **{field: None})
    assert (error["path"], error["code"]) == ([field], "REQUIRED")


MOVES = {
    "supplierBlock": ("BLOCKED", {"ACTIVE"}),
    "supplierUnblock": ("ACTIVE", {"BLOCKED"}),
    "supplierArchive": ("ARCHIVED", {"ACTIVE", "BLOCKED"}),
}
ALLOWED = {"ACTIVE": ["BLOCKED", "ARCHIVED"], "BLOCKED": ["ACTIVE", "ARCHIVED"], "ARCHIVED": []}


@pytest.mark.parametrize("state", SupplierState)
@pytest.mark.parametrize("mutation", MOVES)
def test_a_supplier_moves_as_the_machine_says(
    house: House, mutation: str, state: SupplierState
) -> None:
    reason = "Late." if state is SupplierState.BLOCKED else None
    id = node_id("Supplier", make_supplier(house, state=state, blocked_reason=reason))
    more = {"reason": "Glaze full of lead."} if mutation == "supplierBlock" else {}
    to, sources = MOVES[mutation]
    if state.name in sources:
        shown = change(house, mutation, id=id, expectedVersion=1, **more)["supplier"]
        assert (shown["state"], shown["allowedTransitions"]) == (to, ALLOWED[to])
        if to != "ARCHIVED":
            assert shown["blockedReason"] == more.get("reason")
    else:
        error = refused(house, mutation, id=id, **more)
        assert error["__typename"] == "InvalidTransition"
        assert error["allowedTransitions"] == ALLOWED[state.name]


def test_blocking_needs_a_reason(house: House) -> None:
    id = node_id("Supplier", make_supplier(house))
    error = refused(house, "supplierBlock", id=id, reason=" ")
    assert (error["path"], error["code"]) == (["reason"], "REQUIRED")


def test_an_archived_supplier_stays_as_they_were(house: House) -> None:
    id = node_id("Supplier", make_supplier(house, state=SupplierState.ARCHIVED))
    assert refused(house, "supplierUpdate", id=id, name="New")["code"] == "CONFLICT"


INPUTS = {"supplierUpdate": {"name": "x"}, "supplierBlock": {"reason": "x"}}


@pytest.mark.parametrize("mutation", ["supplierUpdate", *MOVES])
def test_whom_nobody_sees_is_not_found(house: House, mutation: str) -> None:
    stranger = make_supplier(house.second)
    more = INPUTS.get(mutation, {})
    for id in (node_id("Supplier", stranger), "Order:1", "", f"supplier:{stranger.id}"):
        error = refused(house, mutation, id=id, **more)
        assert (error["code"], error["path"]) == ("NOT_FOUND", ["id"])


@pytest.mark.parametrize("mutation", ["supplierUpdate", *MOVES])
def test_a_stale_version_is_refused(house: House, mutation: str) -> None:
    id = node_id("Supplier", make_supplier(house))
    error = refused(house, mutation, id=id, expectedVersion=2, **INPUTS.get(mutation, {}))
    assert (error["__typename"], error["version"]) == ("VersionMismatch", 1)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("mutation", ["supplierCreate", "supplierUpdate", *MOVES])
def test_who_may_change_suppliers(house: House, mutation: str, role: Role) -> None:
    state = SupplierState.BLOCKED if mutation == "supplierUnblock" else SupplierState.ACTIVE
    id = node_id("Supplier", make_supplier(house, state=state))
    given = {**NEW} if mutation == "supplierCreate" else {"id": id, **INPUTS.get(mutation, {})}
    boss_only = mutation in {"supplierBlock", "supplierUnblock"}
    may = {Role.MANAGER} if boss_only else {Role.MANAGER, Role.PURCHASING}
    sees = {Role.OPERATIONS, Role.PURCHASING, Role.FINANCE, Role.MANAGER}
    payload = change(house, mutation, house.actor(role), **given)
    if role in may:
        assert payload["userErrors"] == []
    else:
        expected = "FORBIDDEN" if role in sees or "Create" in mutation else "NOT_FOUND"
        assert [error["code"] for error in payload["userErrors"]] == [expected]


LIST = """query ($by: SupplierSort!, $filter: SupplierFilter, $query: String) {
  suppliers(orderBy: $by, filter: $filter, query: $query) { edges { node { code } } } }"""


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({"by": "NAME"}, ["B", "A", "C"]),
        ({"by": "LEAD_TIME"}, ["C", "A", "B"]),
        ({"by": "NEWEST"}, ["C", "B", "A"]),
        ({"by": "NAME", "filter": {"state": {"eq": "BLOCKED"}}}, ["C"]),
        ({"by": "NAME", "filter": {"country": {"in": ["PT"]}}}, ["B", "A"]),
        ({"by": "NAME", "filter": {"leadTimeDays": {"gte": 5}}}, ["B", "A"]),
        ({"by": "NAME", "query": "state:ACTIVE lead_time_days:<9"}, ["A"]),
        ({"by": "NAME", "query": "景德"}, ["C"]),
    ],
)
def test_suppliers_are_sorted_filtered_and_found(
    house: House, given: dict[str, Any], codes: list[str]
) -> None:
    make_supplier(house, "A", name="Bravo", lead_time_days=5)
    make_supplier(house, "B", name="Alpha", lead_time_days=9)
    blocked: dict[str, Any] = {"state": SupplierState.BLOCKED, "country": "CN"}
    make_supplier(house, "C", name="Charlie", name_zh="景德镇", lead_time_days=1, **blocked)
    make_supplier(house.second, "D")
    answer = house.query(LIST, **given)
    assert "errors" not in answer
    assert [edge["node"]["code"] for edge in answer["data"]["suppliers"]["edges"]] == codes


def test_who_reads_no_suppliers_sees_none(house: House) -> None:
    supplier = make_supplier(house)
    text = "query ($id: ID!) { suppliers { edges { node { id } } } supplier(id: $id) { name } }"
    answer = house.query(text, house.actor(Role.DESIGNER), id=node_id("Supplier", supplier))
    assert answer["data"] == {"suppliers": None, "supplier": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


def test_no_field_shows_a_contact_in_full(house: House) -> None:
    change(house, "supplierCreate", **NEW, **CONTACT)
    supplier = house.session.scalars(select(Supplier)).one()
    assert supplier.contact_name == "张伟"
    fields = house.ordinary('{ __type(name: "Supplier") { fields { name } } }')
    names = [field["name"] for field in fields["data"]["__type"]["fields"]]
    assert [name for name in names if name.startswith("contact")] == list(MASKED)
