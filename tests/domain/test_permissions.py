"""Who holds what: CAPABILITIES 2.4 written a second time, cell by cell."""

import pytest

from domain.permissions import MATRIX, Permission, Role, permissions_of

# A letter for each role that holds it: Designer, Operations, Customer service, Purchasing,
# Finance, Manager.
LETTERS = dict(zip("DOCPFM", Role, strict=True))
CELLS = {
    "stores:read": "DOCPFM",
    "stores:operate": "O    M",
    "stores:manage": "     M",
    "catalogue:read": "DOCPFM",
    "products:write": "O    M",
    "content:write": "DO   M",
    "prices:write": "O    M",
    "listings:publish": "O    M",
    "costs:read": "O  PFM",
    "costs:write": "P",
    "suppliers:read": "O  PFM",
    "suppliers:write": "P  M",
    "suppliers:block": "M",
    "orders:read": "OCPFM",
    "orders:write": "OCM",
    "orders:ingest": "OM",
    "payments:record": "OFM",
    "customers:read": "OCFM",
    "customers:write": "OCM",
    "customers:erase": "M",
    "contact:reveal": "CM",
    "contact:reveal-for-fulfilment": "O",
    "people:read": "M",
    "people:manage": "M",
    "audit:read": "FM",
    "assets:write": "DO   M",
    "brands:write": "D    M",
    "templates:read": "DOCP M",
    "templates:write": "D",
    "templates:publish": "M",
    "renders:read": "DOCP M",
    "renders:write": "DO   M",
    "reviews:write": "DO   M",
    "reviews:decide": "M",
    "events:read": "DOC FM",
    "events:write": "O    M",
    "jobs:read": "O    M",
    "imports:run": "O    M",
    "exports:run": "O   FM",
    "schema:read": "DOCPFM",
}


def test_every_permission_has_its_row() -> None:
    assert set(CELLS) == {permission.value for permission in Permission}
    assert set(MATRIX) == set(Permission)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("permission", Permission)
def test_a_cell_of_the_matrix(permission: Permission, role: Role) -> None:
    held = {LETTERS[letter] for letter in CELLS[permission.value].replace(" ", "")}
    assert (role in held) is (role in MATRIX[permission])
    assert (role in held) is (permission in permissions_of(role))
