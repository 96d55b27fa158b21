"""Any text goes in and comes out as it was, or is refused."""

import json
from pathlib import Path

import pytest

from domain.catalogue.models import Category
from tests.factories.catalogue import make_category
from tests.factories.stores import make_store
from tests.house import House, node_id

OWN = ['"', "\\", "'", "''; DROP TABLE stores; --", "%s %(x)s :b1 {0} $1 ?", "\x01\x02\x03\x1f\x7f",
       "é\u2028\u2029", "😀𝄞", "\ufeff\u202e", "</script>", "a\r\n\tb", "null", "`${x}`", "a" * 1_900,
       "\x020:{}\x03", "\u0085\ufffe\uffff"]  # fmt: skip
LISTED = Path(__file__).parents[3] / "shared" / "data" / "naughty_strings" / "blns.json"
NAUGHTY = OWN + (json.loads(LISTED.read_text()) if LISTED.exists() else [])
SET = "mutation ($input: StoreUpdateInput!) { storeUpdate(input: $input) { store { note } userErrors { code path } } }"


def test_any_text_comes_back_as_it_went_in(house: House) -> None:
    """By mutation in, by its payload, a page and a filter out."""
    store = make_store(house)
    id = node_id("Store", store)
    get = "query ($id: ID!) { store(id: $id) { note } }"
    for words in NAUGHTY:
        said = house.ordinary(SET, input={"id": id, "note": words})["data"]["storeUpdate"]
        assert said["userErrors"] == [], words
        kept = said["store"]["note"]
        assert kept in {words, words.strip() or None}, words
        assert house.compiled(get, id=id) == {"data": {"store": {"note": kept}}}
        assert house.ordinary(get, id=id) == {"data": {"store": {"note": kept}}}


def test_any_text_can_be_looked_for(house: House) -> None:
    for words in NAUGHTY:
        if words and len(words) <= 200 and "\x00" not in words:
            make_category(house, words)
    get = "query ($name: String) { categories(filter: {name: {eq: $name}}, orderBy: NAME) { edges { cursor node { name } } } }"
    on = "query ($after: String) { categories(after: $after, first: 1, orderBy: NAME) { edges { node { name } } } }"
    for words in {row.name for row in house.session.query(Category)}:
        edges = house.compiled(get, name=words)["data"]["categories"]["edges"]
        assert edges, words
        assert {edge["node"]["name"] for edge in edges} == {words}
        assert "errors" not in house.compiled(on, after=edges[0]["cursor"])


@pytest.mark.parametrize("words", ["a\x00b", "\ud800", "a\udfff"])
def test_text_that_no_database_keeps_is_refused(house: House, words: str) -> None:
    store = make_store(house)
    said = house.ordinary(SET, input={"id": node_id("Store", store), "note": words})
    assert said["data"]["storeUpdate"] == {
        "store": None,
        "userErrors": [{"code": "INVALID", "path": ["note"]}],
    }
