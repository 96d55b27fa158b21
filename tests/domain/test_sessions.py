"""What the session does by prepared statements is what SQLAlchemy would have done."""

from typing import Any

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, selectinload
from sqlalchemy.orm.exc import StaleDataError

from domain.base import Base, columns_of
from domain.sessions import WritingSession
from domain.sourcing.models import Supplier
from domain.stores.models import Store, StoreOpeningTask
from domain.stores.states import OpeningTaskKind
from domain.work import WANTED, by_id
from tests.conftest import MONDAY, House
from tests.factories.sourcing import make_supplier
from tests.factories.stores import make_store
from tests.reads.filled import fill


def writing(house: House) -> WritingSession:
    house.session.commit()
    session = WritingSession(house.database.writing)
    session.info["now"] = MONDAY
    return session


def loaded(session: WritingSession, model: Any, house: House, id: object) -> Base | None:
    statement = by_id(model, house.manager.grants)
    return session.found(statement, model, id, {**house.manager.values(), WANTED.key: id})


def test_a_row_found_is_the_row_that_the_orm_loads(house: House) -> None:
    """Of every model of the graph: each column, and each value made of columns."""
    fill(house)
    models: list[Any] = [
        one.class_ for one in Base.registry.mappers if hasattr(one.class_, "seen_with")
    ]
    seen = 0
    for model in models:
        with writing(house) as session, Session(house.database.looking) as plain:
            for row in plain.scalars(select(model)):
                found = loaded(session, model, house, row.id)
                assert found is not None, model
                for name in [*columns_of(model), *inspect(model).composites.keys()]:
                    assert getattr(found, name) == getattr(row, name), (model, name)
                assert not session.dirty
                assert session.get(model, row.id) is found
                seen += 1
    assert len(models) > 15
    assert seen > 200


def test_what_a_stranger_owns_is_not_found(house: House) -> None:
    theirs = make_supplier(house.second, "S1")
    with writing(house) as session:
        assert loaded(session, Supplier, house, theirs.id) is None


def test_a_change_is_dated_counted_folded_and_saved_once(house: House) -> None:
    supplier = make_supplier(house, "S1", name="Before")
    with writing(house) as session:
        row = loaded(session, Supplier, house, supplier.id)
        assert isinstance(row, Supplier)
        row.name = "ÄFTER"
        session.flush()
        assert not session.dirty
        assert row.version == 2
        session.flush()
        session.commit()
        assert row.version == 2
    house.session.refresh(supplier)
    assert (supplier.name, supplier.version, supplier.updated_at) == ("ÄFTER", 2, MONDAY)
    assert "äfter" in supplier.search_text


def test_what_is_set_to_what_it_was_is_no_change(house: House) -> None:
    supplier = make_supplier(house, "S1", name="Same")
    with writing(house) as session:
        row = loaded(session, Supplier, house, supplier.id)
        assert isinstance(row, Supplier)
        row.name = "Same"
        session.commit()
        assert not session.dirty
        assert row.version == 1


def test_a_link_that_is_set_is_saved_too(house: House) -> None:
    """A web of objects goes SQLAlchemy's way."""
    store = make_store(house)
    with writing(house) as session:
        here = session.get_one(Store, store.id, options=[selectinload(Store.opening_tasks)])
        task = StoreOpeningTask(
            organization_id=store.organization_id,
            store_id=store.id,
            kind=OpeningTaskKind.DEPOSIT,
            position=1,
            is_required=True,
        )
        here.opening_tasks.append(task)
        session.commit()
        assert session.scalars(select(StoreOpeningTask.store_id)).all() == [store.id]


def test_a_row_that_is_gone_is_not_changed_in_silence(house: House) -> None:
    supplier = make_supplier(house, "S1")
    with writing(house) as session:
        row = loaded(session, Supplier, house, supplier.id)
        assert isinstance(row, Supplier)
        session.connection().exec_driver_sql("DELETE FROM suppliers")
        row.name = "Gone"
        with pytest.raises(StaleDataError):
            session.flush()


def test_what_the_database_refuses_is_an_error_of_sqlalchemy(house: House) -> None:
    make_supplier(house, "S1")
    second = make_supplier(house, "S2")
    with writing(house) as session:
        row = loaded(session, Supplier, house, second.id)
        assert isinstance(row, Supplier)
        row.code = "S1"
        with pytest.raises(IntegrityError) as caught:
            session.flush()
    assert "S1" not in str(caught.value.statement)
