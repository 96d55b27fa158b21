"""Files that come in while others write, on both databases."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import func, select

from domain.catalogue.importing import Outcome, ProductRow, Upserted, upsert_products
from domain.catalogue.models import Category, Product, Variant
from domain.catalogue.products import create_product
from domain.catalogue.variants import NewVariant
from domain.sessions import WritingSession
from domain.work import Work
from tests.conftest import House
from tests.domain.product_rows import mug, variants_of
from tests.factories.catalogue import TEN_EUROS
from tests.house import KEY
from tests.writes.at_once import at_once


def test_two_at_once_make_each_product_once(house: House) -> None:
    rows = [replace(mug(), handle=f"p{n}", category=["A", f"B{n}"]) for n in range(60)]
    first, second = at_once(house, bringing(house, rows), bringing(house, rows))
    assert Counter(one.outcome for one in first) == {Outcome.CREATED: 60}
    assert Counter(one.outcome for one in second) == {Outcome.UNCHANGED: 60}
    for model, count in ((Product, 60), (Variant, 60), (Category, 61)):
        assert house.session.scalar(select(func.count()).select_from(model)) == count


def test_what_somebody_makes_meanwhile_is_found_when_tried_again(house: House) -> None:
    def by_hand() -> Product:
        with writing(house) as work:
            said = {"handle": "mug", "title": "By hand", "option_names": ["Colour"]}
            new = NewVariant("BLUE", TEN_EUROS, option_values=["Blue"])
            return create_product(work, said, new_variants=[new])

    _, [one] = at_once(house, by_hand, bringing(house, [mug()]))
    assert one.outcome is Outcome.UPDATED
    assert [row.sku for row in variants_of(house, "mug")] == ["BLUE"]
    product = house.session.scalars(select(Product)).one()
    assert (product.title, product.tags) == ("Mug", " clay ")


def bringing(house: House, rows: Sequence[ProductRow]) -> Callable[[], list[Upserted]]:
    """In a session of its own, from any thread."""

    def bring() -> list[Upserted]:
        with writing(house) as work:
            return upsert_products(work, rows)

    return bring


@contextmanager
def writing(house: House) -> Iterator[Work]:
    with WritingSession(house.database.writing) as session:
        yield Work(session, house.manager, house.now, "test", key=KEY)
        session.commit()
