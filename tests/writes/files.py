"""Mutations about files that come in and go out."""

from typing import Any

from domain.integration.imports import ImportedFile, NewImport, queue_import
from tests.factories.stores import make_store
from tests.factories.uploads import sent
from tests.house import House, node_id
from tests.writes.changes import change

ORDERS = b"number,placed_at,currency,sku,quantity,unit_price\nA-1,2026-01-05T10:00Z,EUR,M,1,2\n"


@change("fileImportStart")
def start_import(house: House) -> dict[str, Any]:
    file = sent(ORDERS, "orders.csv", "text/csv")
    store = node_id("Store", make_store(house))
    return {"storeId": store, "format": "TRADEPOST_ORDERS", "files": [file]}


@change("fileImportCancel")
def cancel_import(house: House) -> dict[str, Any]:
    file = ImportedFile("orders.csv", "0" * 64, 10, "sha256/ab/cd/abcd" + "0" * 60)
    new = NewImport(format="tradepost-orders", files=[file], store_id=make_store(house).id)
    row = queue_import(house.work(), new)
    house.session.commit()
    return {"id": node_id("FileImport", row)}


@change("fileExportStart")
def start_export(house: House) -> dict[str, Any]:
    return {"storeId": node_id("Store", make_store(house)), "kind": "PRODUCTS", "form": "CSV"}
