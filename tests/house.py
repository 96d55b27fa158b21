"""A house full of rows, and ways to ask it as somebody."""

import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from graphql import GraphQLError
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from api import faults
from api.changes import Changes
from api.context import Context
from api.database import Database
from api.http import ordinary
from api.links import Links
from api.reads.documents import Documents
from api.reads.limits import Limits
from api.reads.reads import Reads
from api.schema import schema
from api.settings import Settings
from api.storage import Storage
from domain.audit_triggers import statements
from domain.base import Base
from domain.people.models import Organization, User
from domain.people.sign_in import actor_with
from domain.permissions import EVERYTHING, Grants, Permission, Role
from domain.work import Actor, Work

KEY = b"the secret of the tests"
"""Hashes personal values in the audit."""
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DOCUMENTS = Documents(schema._schema, Limits())
LINKS = Links([b"the key of every house in the tests"], lifetime_s=10**9)
"""Its addresses are the same for years: see `reference.by_hand.image_url`."""
_numbers = count(1)


@dataclass(eq=False)
class House:
    """One organisation's rows; `second` is the same of a stranger."""

    database: Database
    session: Session
    reads: Reads
    organization: Organization
    owner: User
    now: datetime = MONDAY
    changes: Changes = field(init=False, repr=False)
    _second: "House | None" = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.changes = Changes(schema, self.reads)

    @cached_property
    def storage(self) -> Storage:
        """A folder that goes when the house does."""
        folder = tempfile.mkdtemp(prefix="tradepost-house-")
        weakref.finalize(self, shutil.rmtree, folder)
        return Storage(Settings(data_dir=Path(folder)))

    @property
    def manager(self) -> Actor:
        """May everything, everywhere in the organisation."""
        roles = tuple(role.name for role in Role)
        return Actor(self.owner.id, self.organization.id, EVERYTHING, {}, roles)

    @property
    def second(self) -> "House":
        if self._second is None:
            self._second = furnished(self.database, self.session, self.changes, "second")
        return self._second

    def save(self, *rows: Base) -> None:
        self.session.info["now"] = self.now
        self.session.add_all(rows)
        self.session.commit()

    def actor(self, *roles: Role, stores: Any = None) -> Actor:
        """A new user with these roles: in these stores, or in every store."""
        user = User(
            organization_id=self.organization.id,
            name="Somebody",
            email=f"somebody{next(_numbers)}@example.com",
        )
        self.save(user)
        return actor_with(
            user.id,
            self.organization.id,
            [(role, where) for role in roles for where in ids_of(stores)],
        )

    def holding(self, *permissions: Permission) -> Actor:
        """May just these, everywhere."""
        return Actor(self.owner.id, self.organization.id, Grants.everywhere(permissions))

    def work(self, actor: Actor | None = None) -> Work:
        """For calling actions; commit by `house.session.commit()`."""
        return Work(self.session, actor or self.manager, self.now, "test", key=KEY)

    def context(self, actor: Actor | None = None) -> Context:
        return Context(
            actor or self.manager,
            self.now,
            self.reads,
            "request-1",
            audit_key=KEY,
            storage=self.storage,
        )

    def query(self, text: str, actor: Actor | None = None, **variables: Any) -> dict[str, Any]:
        """The whole answer, by whichever way the operation goes."""
        self.session.commit()  # whatever a test has left open would keep the writer out
        compiled = self.compiled(text, actor, **variables)
        return self.ordinary(text, actor, **variables) if compiled is None else compiled

    def compiled(self, text: str, actor: Actor | None = None, **variables: Any) -> Any:
        """The compiled answer; None when the operation does not compile."""
        answer = self.reads.answer_now(text, None, variables, actor or self.manager, self.now)
        return None if answer is None else orjson.loads(answer)

    def ordinary(self, text: str, actor: Actor | None = None, **variables: Any) -> dict[str, Any]:
        """The answer to a query by graphql-core, or to mutations by `api.changes`."""
        document = self.reads.documents.get(text, None)
        if document.errors:
            return {"errors": [error.formatted for error in document.errors]}
        assert document.parsed
        context = self.context(actor)
        if document.operation == "mutation":
            changed, errors = self.changes.run(document, variables, context)
            said = [faults.failed(error) for error in errors]
            data = None if changed is None else orjson.loads(changed)
            return {"data": data, **({"errors": said} if said else {})}
        data, errors = ordinary.run(schema, document.parsed, None, variables, context)
        said = [faults.failed(error) for error in errors]
        return {"data": data, **({"errors": said} if said else {})}


def ids_of(stores: Any) -> list[UUID | None]:
    return [None] if stores is None else [getattr(store, "id", store) for store in stores]


def raise_bug(error: Exception) -> GraphQLError:
    """A statement that fails in a test fails the test."""
    raise error


def changing(database: Database) -> Changes:
    """With the reads that it has; both remember what they have compiled."""
    return Changes(schema, Reads(schema._schema, database, DOCUMENTS, raise_bug, LINKS))


@contextmanager
def emptied(database: Database, changes: Changes | None = None) -> Iterator[House]:
    """The database without a row, and a house in it, which may share what others compiled."""
    with database.writing.begin() as connection:
        empty(connection)
    with Session(database.writing, expire_on_commit=False) as session:
        yield furnished(database, session, changes or changing(database), "first")


def furnished(database: Database, session: Session, changes: Changes, handle: str) -> House:
    organization = Organization(name=f"The {handle} house", handle=handle)
    session.info["now"] = MONDAY
    session.add(organization)
    session.flush()
    owner = User(organization_id=organization.id, name="Owner", email=f"owner@{handle}.example")
    session.add(owner)
    session.commit()
    house = House(database, session, changes.reads, organization, owner)
    house.changes = changes
    return house


def empty(connection: Connection) -> None:
    """Deletes every row, the audit's too, which no client could.

    Through the bare driver: before each test SQLAlchemy would take longer than the database.
    """
    driver: Any = connection.connection.driver_connection
    deleting = [f"DELETE FROM {table}" for table in reversed(table_names())]
    if connection.dialect.name == "postgresql":
        driver.execute("SET LOCAL session_replication_role = replica")
        driver.execute(";".join(deleting))
        return
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    for (name,) in driver.execute(triggers).fetchall():
        driver.execute(f"DROP TRIGGER {name}")
    driver.execute("PRAGMA defer_foreign_keys = ON")
    for statement in (*deleting, *statements("sqlite")):
        driver.execute(statement)


@cache
def table_names() -> tuple[str, ...]:
    """Of every table, those first on which others stand."""
    return tuple(table.name for table in Base.metadata.sorted_tables)


def node_id(kind: str, row: Any) -> str:
    return f"{kind}:{getattr(row, 'id', row)}"
