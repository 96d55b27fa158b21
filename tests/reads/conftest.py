"""One full house for a whole module: nobody writes into it."""

from collections.abc import Iterator

import pytest

from api.database import Database
from tests.house import emptied
from tests.reads.agree import Proof
from tests.reads.filled import fill, strangers
from tests.reads.readers import everybody


@pytest.fixture(scope="module")
def proof(database: Database) -> Iterator[Proof]:
    """Two organisations of three stores and of two, and fourteen readers."""
    with emptied(database) as house:
        stores = fill(house)
        fill(house.second, size=2, mark="foreign ")
        proof = Proof(house, everybody(house, stores, strangers(house)[0]))
        yield proof
        proof.close()
