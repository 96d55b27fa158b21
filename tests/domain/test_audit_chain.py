import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import Table, create_engine, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from domain import audit_chain
from domain.audit import GENESIS, AuditEntry, AuditReason, AuditSeal
from domain.audit_chain import seal, verify
from domain.audit_triggers import REFUSED, statements
from domain.base import Base
from tests.conftest import MONDAY, House

Write = Callable[..., list[AuditEntry]]


@pytest.fixture
def write(house: House) -> Write:
    """Audit entries of a house, a second apart."""

    def entries(count: int, at: House = house) -> list[AuditEntry]:
        made = [
            AuditEntry(
                organization_id=at.organization.id,
                at=MONDAY + timedelta(seconds=number),
                actor_id=at.owner.id,
                actor_roles="MANAGER",
                operation="test",
                action="cup.filled",
                subject_type="Cup",
                subject_id=at.owner.id,
                store_id=None,
                changes='{"level":{"from":1,"to":2}}',
                reason="thirst 渴",
                request_id=None,
            )
            for number in range(count)
        ]
        at.save(*made)
        return made

    return entries


def sealed(house: House, limit: int = 1000) -> int:
    count = seal(house.session, house.organization.id, limit)
    house.session.commit()
    return count


def tampered(house: House, statement: str, **values: object) -> None:
    """Changes rows as only somebody can who first takes the triggers away."""
    is_sqlite = house.database.is_embedded
    house.session.rollback()
    with house.database.writing.begin() as connection:
        if is_sqlite:
            names = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'audit_%'"
            for (name,) in connection.execute(text(names)).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(statement), values)
        for again in statements("sqlite") if is_sqlite else ():
            connection.exec_driver_sql(again)


def test_entries_are_sealed_oldest_first_and_once(house: House, write: Write) -> None:
    entries = write(5)
    assert [sealed(house, 3), sealed(house, 3), sealed(house, 3)] == [3, 2, 0]
    seals = house.session.scalars(select(AuditSeal).order_by(AuditSeal.position)).all()
    assert [found.position for found in seals] == [1, 2, 3, 4, 5]
    assert [found.entry_id for found in seals] == [entry.id for entry in entries]
    found = verify(house.session, house.organization.id)
    assert (found.is_intact, found.sealed, found.unsealed) == (True, 5, 0)
    assert found.head == seals[-1].hash


def test_what_commits_late_is_sealed_late(house: House, write: Write) -> None:
    write(2)
    sealed(house)
    write(3)  # two of them as old as those already sealed
    assert sealed(house) == 3
    assert verify(house.session, house.organization.id).is_intact


def test_each_organisation_has_its_own_chain(house: House, write: Write) -> None:
    write(2)
    write(3, house.second)
    assert sealed(house) == 2
    assert verify(house.session, house.second.organization.id).unsealed == 3
    assert sealed(house.second) == 3
    heads = {verify(house.session, one.organization.id).head for one in (house, house.second)}
    assert len(heads) == 2


def test_an_empty_chain_is_intact(house: House) -> None:
    assert sealed(house) == 0
    found = verify(house.session, house.organization.id)
    assert (found.is_intact, found.sealed, found.head) == (True, 0, GENESIS)


def test_a_sealer_may_skip_what_is_old(house: House, write: Write) -> None:
    write(5)
    count = seal(house.session, house.organization.id, since=MONDAY + timedelta(seconds=3))
    house.session.commit()
    assert count == 2
    assert sealed(house) == 3
    assert verify(house.session, house.organization.id).is_intact


def test_the_unsealed_tail_is_named_oldest_first(house: House, write: Write) -> None:
    entries = write(103)
    sealed(house, 1)
    found = verify(house.session, house.organization.id)
    assert (found.sealed, found.unsealed) == (1, 102)
    assert list(found.unsealed_ids) == [entry.id for entry in entries[1:101]]


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE audit_entries SET reason = 'greed' WHERE id = :entry", 3),
        ("UPDATE audit_entries SET reason = NULL WHERE id = :entry", 3),
        ("UPDATE audit_entries SET changes = '{}' WHERE id = :entry", 3),
        ("UPDATE audit_entries SET actor_id = NULL WHERE id = :entry", 3),
        ("UPDATE audit_entries SET at = :monday WHERE id = :entry", 3),
        ("UPDATE audit_seals SET hash = :hash WHERE position = 3", 3),
        ("UPDATE audit_seals SET position = 30 WHERE position = 3", 3),
        ("DELETE FROM audit_seals WHERE position = 3", 3),
        ("DELETE FROM audit_seals WHERE position = 1", 1),
        ("UPDATE audit_seals SET position = 3 WHERE position = 5", None),
    ],
)
def test_what_was_altered_is_named_by_its_position(
    house: House, write: Write, statement: str, broken: int | None
) -> None:
    entries = write(5)
    sealed(house)
    if broken is None:  # an entry left out without a gap: its seal, and the rest moved up
        tampered(house, "DELETE FROM audit_seals WHERE position IN (3, 4)")
        broken = 3
    given = {"entry": entries[2].id, "hash": "f" * 64, "monday": MONDAY}
    if house.database.is_embedded:
        given |= {"entry": str(entries[2].id), "monday": "2026-03-02T09:00:00.000Z"}
    tampered(house, statement, **{k: v for k, v in given.items() if f":{k}" in statement})
    found = verify(house.session, house.organization.id)
    assert (found.is_intact, found.first_broken_position) == (False, broken)


def test_a_deleted_entry_breaks_the_chain(house: House, write: Write) -> None:
    entries = write(3)
    sealed(house)
    id = str(entries[1].id) if house.database.is_embedded else entries[1].id
    if house.database.is_embedded:
        raw = create_engine(house.database.url)  # without foreign keys
        with raw.begin() as connection:
            connection.execute(text("DROP TRIGGER audit_entries_refuse_delete"))
            connection.execute(text("DELETE FROM audit_entries WHERE id = :id"), {"id": id})
        raw.dispose()
    else:
        tampered(house, "DELETE FROM audit_entries WHERE id = :id", id=id)
    found = verify(house.session, house.organization.id)
    assert found.first_broken_position == 2


def test_the_head_shows_that_the_end_was_cut_off(house: House, write: Write) -> None:
    write(3)
    sealed(house)
    noted = verify(house.session, house.organization.id).head
    tampered(house, "DELETE FROM audit_seals WHERE position = 3")
    found = verify(house.session, house.organization.id)
    assert found.is_intact
    assert found.unsealed == 1
    assert found.head != noted


def test_many_sealers_at_once_make_one_chain(house: House, write: Write) -> None:
    write(60)
    start = Barrier(4)

    def keep_sealing() -> int:
        count = 0
        start.wait()
        while True:
            with Session(house.database.writing) as session:
                done = seal(session, house.organization.id, 7)
                session.commit()
            count += done
            if not done:
                return count

    with ThreadPoolExecutor(4) as threads:
        counts = [future.result() for future in [threads.submit(keep_sealing) for _ in range(4)]]
    assert sum(counts) == 60
    found = verify(house.session, house.organization.id)
    assert (found.is_intact, found.sealed, found.unsealed) == (True, 60, 0)


def test_sealing_keeps_no_audited_change_waiting(house: House, write: Write) -> None:
    if house.database.is_embedded:
        pytest.skip("SQLite has one writer at a time")
    write(1)
    with Session(house.database.writing) as sealer:
        seal(sealer, house.organization.id)
        house.session.execute(text("SET LOCAL lock_timeout = '2s'"))
        write(1)
        sealer.commit()
    assert sealed(house) == 1


def test_verifying_takes_memory_for_a_chunk_only(
    house: House, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit_chain, "CHUNK", 20)

    def peak() -> int:
        while sealed(house):
            pass
        house.session.expunge_all()
        verify(house.session, house.organization.id)  # whatever is cached is cached now
        tracemalloc.start()
        verify(house.session, house.organization.id)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    write(100)
    few = peak()
    write(900)
    assert peak() < 2 * few


@pytest.mark.parametrize(
    ("table", "verb"), [(table, verb) for table, verbs in REFUSED.items() for verb in verbs]
)
def test_no_entry_or_seal_is_altered_or_deleted(
    house: House, write: Write, table: str, verb: str
) -> None:
    [entry] = write(1)
    house.save(
        AuditReason(organization_id=entry.organization_id, entry_id=entry.id, words="thirst")
    )
    sealed(house)
    statement = {"update": f"UPDATE {table} SET id = id", "delete": f"DELETE FROM {table}"}
    with (
        pytest.raises(DBAPIError, match="never altered"),
        house.database.writing.begin() as connection,
    ):
        connection.execute(text(statement[verb]))


def test_a_migration_makes_the_same_triggers(house: House) -> None:
    """Those of `create_all`, counted, are those that `statements` would make."""
    dialect = "sqlite" if house.database.is_embedded else "postgresql"
    names = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1"
        if house.database.is_embedded
        else "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%refuse%' ORDER BY 1"
    )
    tables = [Base.metadata.tables[name] for name in REFUSED]
    assert all(isinstance(table, Table) for table in tables)
    with house.database.writing.begin() as connection:
        before = connection.execute(text(names)).scalars().all()
        for name in before:
            on = "" if house.database.is_embedded else f" ON {name.split('_refuse')[0]}"
            connection.execute(text(f"DROP TRIGGER {name}{on}"))
        for statement in statements(dialect):
            connection.exec_driver_sql(statement)
        assert connection.execute(text(names)).scalars().all() == before
    assert len(before) == (5 if house.database.is_embedded else 3)
