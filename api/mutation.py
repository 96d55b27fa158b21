"""One root mutation field is one transaction: commit, or undo and tell the user why."""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import orjson
import strawberry
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session as PlainSession
from strawberry.directive import DirectiveLocation, DirectiveValue
from strawberry.extensions import FieldExtension

from api.context import Context, Info
from api.errors import UserError, user_error
from api.jobs.session import Session
from domain.errors import Conflict, DomainError, KeyRequired, KeyReused, Required
from domain.outbox import IdempotencyKey
from domain.text import words
from domain.work import Work

Idempotency = Literal["optional", "required"]


@strawberry.directive(
    locations=[DirectiveLocation.FIELD],
    name="idempotent",
    description="A key under which this change happens once, however often it is sent.",
)
def idempotent(
    value: DirectiveValue[Any],
    key: Annotated[str, strawberry.argument(description="Of your choice, up to 200 characters.")],
) -> Any:
    """Read by `api.changes`; the value itself it leaves alone."""
    del key
    return value


@strawberry.type
class Payload:
    """`row_ids` lead the compiler to the changed rows; clients see the rows themselves."""

    kept: ClassVar[tuple[str, ...]] = ()
    """Plain fields that are JSON as they are, and no secrets: a replay says them again."""

    row_ids: strawberry.Private[dict[str, Any]] = dataclasses.field(default_factory=dict)
    user_errors: list[UserError] = strawberry.field(
        default_factory=list, description="What to mend; empty when the change was made."
    )

    @classmethod
    def of(cls, **given: Any) -> Self:
        """By payload field: a row, a list of rows, None for no row, or a plain value."""
        own = {field.name for field in dataclasses.fields(cls) if field.init}
        plain = {name: value for name, value in given.items() if name in own}
        return cls(row_ids={n: _id(v) for n, v in given.items() if n not in own}, **plain)

    def keep(self) -> Any:
        """What a replay cannot read from the rows again, as JSON; secrets stay out of it."""
        return {name: getattr(self, name) for name in self.kept}

    @classmethod
    def again(cls, row_ids: dict[str, Any], kept: Any) -> Self:
        """The payload of a replay."""
        return cls(row_ids=row_ids, **kept)


def _id(value: Any) -> Any:
    return [row.id for row in value] if isinstance(value, list) else value and value.id


@dataclass(frozen=True)
class Change:
    """A mutation field: its resolver, in one transaction that commits before it is read back."""

    resolver: Callable[..., Any]
    idempotency: Idempotency
    first: Callable[[Context, Mapping[str, Any]], None] | None = None
    """What is done before the transaction begins, given the arguments; it may refuse."""

    def made(
        self, payload: type[Payload], context: Context, field: str, given: Any, key: str | None
    ) -> Payload:
        """The payload, with what the user can mend; what else is raised is a bug."""
        try:
            if key is None and self.idempotency == "required":
                raise KeyRequired("Send a key: `@idempotent(key: …)` on this field.")
            if self.first:
                if key is not None and (outcome := self.told(context, field, key, given)):
                    return payload.again(*outcome)
                self.first(context, given)
            return self.done(payload, context, field, given, key)
        except DomainError as error:
            return payload(user_errors=[user_error(error)])

    @staticmethod
    def told(
        context: Context, field: str, key: str, given: Any
    ) -> tuple[dict[str, Any], Any] | None:
        """What the key did already, so that nothing is looked at again that may be gone by now."""
        with PlainSession(context.reads.database.looking) as session:
            return Use.of(context.work_in(session, field), field, key, given).told()

    def done(
        self, payload: type[Payload], context: Context, field: str, given: Any, key: str | None
    ) -> Payload:
        with Session(context.reads.database.writing) as session:
            context.work = context.work_in(session, field)
            use = None if key is None else Use.of(context.work, field, key, given)
            try:
                if use and (outcome := use.before()):
                    return payload.again(*outcome)
                found: Payload = self.resolver(None, Handed(context), **given)
                if found.user_errors:
                    session.rollback()
                    return found
                if use:
                    use.keep(found)
                session.commit()
            except IntegrityError as error:
                session.rollback()
                if use and (outcome := use.before()):
                    return payload.again(*outcome)
                message = "Somebody changed the same thing at the same time; look and try again."
                raise Conflict(message) from error
            return found


@dataclass(frozen=True, slots=True)
class Handed:
    """What resolvers of changes see of Strawberry's `Info`."""

    context: Context


class Settled(FieldExtension):
    """Where graphql-core completes a payload, the change was made before it was asked."""

    def resolve(self, next_: Any, source: Any, info: Info, **_: Any) -> Any:
        assert info.context.settled, "changes are made by api.changes"
        return info.context.settled()


class Use:
    """One use of an idempotency key: by whom, for which field, with which input."""

    def __init__(self, work: Work, row: IdempotencyKey) -> None:
        self.work, self.row = work, row

    @classmethod
    def of(cls, work: Work, field: str, key: str, given: Any) -> "Use":
        assert work.actor.user_id, "only users send keys"
        if not key:
            raise Required("An idempotency key must not be empty.")
        row = IdempotencyKey(
            organization_id=work.actor.organization_id,
            actor_id=work.actor.user_id,
            field=field,
            key=words(key, longest=200),
            input_hash=hashlib.sha256(canonical(given)).hexdigest(),
            outcome="{}",
            used_at=work.now,
        )
        return cls(work, row)

    def before(self) -> tuple[dict[str, Any], Any] | None:
        """`told`; what did nothing yet is kept from now on."""
        if outcome := self.told():
            return outcome
        self.work.session.add(self.row)
        self.work.session.flush()  # a second use at the same time waits here
        return None

    def told(self) -> tuple[dict[str, Any], Any] | None:
        """What the key did already; KeyReused if that was with another input."""
        mine = self.row
        same = select(IdempotencyKey).where(
            IdempotencyKey.actor_id == mine.actor_id,
            IdempotencyKey.field == mine.field,
            IdempotencyKey.key == mine.key,
        )
        kept = self.work.session.scalar(same)
        if kept is None:
            return None
        if kept.input_hash != mine.input_hash:
            raise KeyReused("This idempotency key was used with another input.")
        outcome = orjson.loads(kept.outcome)
        row_ids = {name: _ids(value) for name, value in outcome["rows"].items()}
        return row_ids, outcome["plain"]

    def keep(self, payload: Payload) -> None:
        outcome = {"rows": payload.row_ids, "plain": payload.keep()}
        self.row.outcome = orjson.dumps(outcome).decode()


def _ids(value: Any) -> Any:
    return [UUID(item) for item in value] if isinstance(value, list) else value and UUID(value)


def canonical(given: Any) -> bytes:
    """The same bytes for the same input, however it was written."""
    return orjson.dumps(given, default=_plain, option=orjson.OPT_SORT_KEYS)


def _plain(value: Any) -> str:
    return str(value.normalize()) if isinstance(value, Decimal) else repr(value)


def mutation(
    *,
    description: str,
    idempotency: Idempotency = "optional",
    first: Callable[[Context, Mapping[str, Any]], None] | None = None,
) -> Any:
    """Declares a root mutation field: one transaction, typed user errors, idempotency.

    It is nullable: where one of several fails by a bug, the answers of those that were committed
    before it, and of those that follow, are still told.
    """
    said = description
    if idempotency == "required":
        said += " Needs `@idempotent(key:)`."

    def declare(resolver: Any) -> Any:
        said_of_input = strawberry.argument(description="What to do, and to what.")
        annotations: dict[str, Any] = resolver.__annotations__
        annotations["input"] = Annotated[annotations["input"], said_of_input]
        annotations["return"] |= None
        return strawberry.mutation(
            resolver,
            description=said,
            extensions=[Settled()],
            metadata={"change": Change(resolver, idempotency, first)},
        )

    return declare
