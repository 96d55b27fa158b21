"""The audit through the graph."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.audit_chain import seal
from domain.people import actions
from domain.permissions import Role
from domain.stores.states import StoreState
from tests.conftest import House, node_id
from tests.factories.people import make_user
from tests.factories.stores import make_store

ENTRIES = """query ($by: AuditEntrySort!, $filter: AuditEntryFilter) {
  auditEntries(orderBy: $by, filter: $filter) { totalCount { value } edges { node {
    id at actor { name } actorRoles operation action subjectType subjectId store { name }
    changes reason requestId seal { position hash } } } } }"""
VERIFY = """{ auditVerify {
  isIntact sealed unsealed firstBrokenPosition unsealedIds head } }"""


def entries(house: House, actor: Any = None, by: str = "NEWEST", **filter: Any) -> list[Any]:
    answer = house.query(ENTRIES, actor, by=by, filter=filter)
    assert "errors" not in answer, answer
    return [edge["node"] for edge in answer["data"]["auditEntries"]["edges"]]


def test_an_entry_tells_who_did_what(house: House) -> None:
    user = make_user(house, Role.FINANCE)
    boss = house.actor(Role.MANAGER)
    actions.disable_user(house.work(boss), user.id, reason="On leave.")
    house.session.commit()
    [entry] = entries(house, action={"eq": "user.disabled"})
    assert entry.pop("id").startswith("AuditEntry:")
    assert entry == {
        "at": "2026-03-02T09:00:00.000Z",
        "actor": {"name": "Somebody"},
        "actorRoles": ["MANAGER"],
        "operation": "test",
        "action": "user.disabled",
        "subjectType": "User",
        "subjectId": node_id("User", user),
        "store": None,
        "changes": {"disabled_at": {"from": None, "to": "2026-03-02T09:00:00.000Z"}},
        "reason": "On leave.",
        "requestId": None,
        "seal": None,
    }
    seal(house.session, house.organization.id)
    house.session.commit()
    [entry] = entries(house, action={"eq": "user.disabled"})
    assert entry["seal"]["position"] == 1
    assert len(entry["seal"]["hash"]) == 64


def test_a_mutation_is_audited_with_its_name_and_request(house: House) -> None:
    text = """mutation { userInvite(input: {name: "Bea", email: "bea@example.com", role: FINANCE})
      { userErrors { message } } }"""
    assert house.query(text)["data"]["userInvite"]["userErrors"] == []
    found = entries(house, operation={"eq": "userInvite"}, by="OLDEST")
    assert [entry["action"] for entry in found] == ["user.invited", "role.assigned"]
    assert {entry["requestId"] for entry in found} == {"request-1"}
    assert house.owner.name in {entry["actor"]["name"] for entry in found}


@pytest.fixture
def stores(house: House) -> list[Any]:
    """Two stores with a change in each, and one change that is of no store."""
    found = [make_store(house, name, state=StoreState.OPEN) for name in ("Lisbon", "Porto")]
    for store in found:
        store.note = "Looked at."
        house.work().record("store.updated", store)
        house.session.commit()
    make_user(house)
    actions.assign_role(house.work(), make_user(house, email="b@example.com").id, Role.FINANCE)
    house.session.commit()
    return found


def test_entries_are_found_by_what_they_tell(house: House, stores: list[Any]) -> None:
    lisbon = node_id("Store", stores[0])
    assert [entry["store"] for entry in entries(house, storeId={"eq": lisbon})] == [
        {"name": "Lisbon"}
    ]
    assert len(entries(house, subjectId={"in": [lisbon, node_id("Store", stores[1])]})) == 2
    assert len(entries(house, action={"startsWith": "store."})) == 2
    assert len(entries(house, actorId={"eq": node_id("User", house.owner)})) == 3
    assert len(entries(house, storeId={"isNull": True})) == 1
    assert entries(house, at={"lt": "2026-03-02T09:00:00Z"}) == []
    newest, oldest = entries(house), entries(house, by="OLDEST")
    assert newest == oldest[::-1]


def test_an_auditor_of_one_store_sees_that_store_only(house: House, stores: list[Any]) -> None:
    local = house.actor(Role.FINANCE, stores=stores[:1])
    assert [entry["store"]["name"] for entry in entries(house, local)] == ["Lisbon"]
    both = house.actor(Role.FINANCE, stores=stores)
    assert {entry["store"]["name"] for entry in entries(house, both)} == {"Lisbon", "Porto"}
    assert len(entries(house, house.actor(Role.FINANCE))) == 3
    assert entries(house.second, house.second.manager) == []


@pytest.mark.parametrize("role", Role)
def test_who_reads_the_audit(house: House, role: Role) -> None:
    actor = house.actor(role)
    read, verified = (
        house.query("{ auditEntries { edges { node { id } } } }", actor),
        house.query(VERIFY, actor),
    )
    may = role in {Role.FINANCE, Role.MANAGER}
    for answer in (read, verified):
        codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
        assert codes == ([] if may else ["FORBIDDEN"])
        assert (list((answer["data"] or {}).values()) in ([], [None])) is not may


def test_who_audits_one_store_verifies_nothing(house: House, stores: list[Any]) -> None:
    answer = house.query(VERIFY, house.actor(Role.FINANCE, stores=stores))
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert answer["data"] == {"auditVerify": None}


def test_verifying_names_what_is_not_sealed_yet(house: House, stores: list[Any]) -> None:
    assert stores
    ids = house.session.scalars(select(AuditEntry.id).order_by(AuditEntry.at, AuditEntry.id)).all()
    seal(house.session, house.organization.id, 2)
    house.session.commit()
    found = house.query(VERIFY)["data"]["auditVerify"]
    assert found.pop("head") != "0" * 64
    assert found == {
        "isIntact": True,
        "sealed": 2,
        "unsealed": 1,
        "firstBrokenPosition": None,
        "unsealedIds": [node_id("AuditEntry", ids[2])],
    }


def test_verifying_waits_for_no_writer(house: House) -> None:
    house.work().claim(type(house.owner), house.owner.id)  # SQLite: the whole file is locked
    assert house.ordinary(VERIFY)["data"]["auditVerify"]["isIntact"]
