"""`tradepost token`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from api import data_folder
from api.database import Database
from api.migrate import ensure_migrated
from api.refused import Refused, WrongUsage
from api.secret_key import secret_keys
from api.settings import Settings, read_settings
from api.what_ships import keep_what_ships
from domain import every_table, text
from domain.errors import DomainError
from domain.people.bootstrap import ensure_organization, ensure_service_user, system_work
from domain.people.models import ApiToken, Organization
from domain.people.sign_in import hash_of
from domain.people.tokens import mint_token, revoke_token
from domain.permissions import Role
from domain.stores.models import Store

FIRST = "main"
"""The handle of the organisation made when there is none yet."""


@contextmanager
def writing(settings: Settings) -> Iterator[Session]:
    """A session on a database that is ready; commits at the end."""
    assert every_table.METADATA.tables  # relations name models that must be known
    data_folder.make(settings.data_dir)
    ensure_migrated(settings)
    database = Database(settings.database_text)
    try:
        with Session(database.writing) as session:
            session.info["now"] = datetime.now(UTC)
            yield session
            session.commit()
    except DomainError as error:
        raise Refused(str(error)) from None
    finally:
        database.close_now()


def create(
    role: str, store: str | None, organization: str | None, expires_days: int, name: str
) -> str:
    """The token's text; the first one makes the first organisation."""
    wanted = role_named(role)
    settings = read_settings()
    with writing(settings) as session:
        now, key = session.info["now"], secret_keys(settings)[0]
        house = chosen(session, organization, key)
        where = store_named(session, house, store)
        user = ensure_service_user(session, house, wanted, where, key=key)
        if user.disabled_at:
            raise Refused(f"The user {user.email} is disabled.")
        work = system_work(session, house, now, "token create", key=key)
        called = text.name(name, "name")
        return mint_token(work, user, called, now + timedelta(days=expires_days)).secret


def revoke(token: str) -> None:
    """Raises Refused when there is no such token, or it is revoked already."""
    settings = read_settings()
    with writing(settings) as session:
        now, key = session.info["now"], secret_keys(settings)[0]
        found = session.scalar(select(ApiToken).where(ApiToken.token_hash == hash_of(token)))
        if found is None:
            raise Refused("There is no such token.")
        house = session.get_one(Organization, found.organization_id)
        revoke_token(system_work(session, house, now, "token revoke", key=key), found.id)


def role_named(given: str) -> Role:
    try:
        return Role[given.upper().replace("-", "_")]
    except KeyError:
        raise WrongUsage(f"{given} is no role. Roles: {', '.join(Role)}.") from None


def chosen(session: Session, handle: str | None, key: bytes) -> Organization:
    """The organisation of that handle, or the only one, or the first one, made now."""
    found = session.scalars(select(Organization).order_by(Organization.handle)).all()
    if handle is None and not found:
        made = ensure_organization(session, session.info["now"], FIRST, "Main", key=key)
        keep_what_ships(session, session.info["now"])
        return made
    named = [one for one in found if handle in {None, one.handle}]
    if len(named) == 1:
        return named[0]
    handles = ", ".join(one.handle for one in found) or "none"
    raise Refused(
        f"Say which with --organization; there are: {handles}."
        if handle is None
        else f"There is no organisation {handle}; there are: {handles}."
    )


def store_named(session: Session, house: Organization, handle: str | None) -> UUID | None:
    if handle is None:
        return None
    mine = select(Store.handle, Store.id).where(Store.organization_id == house.id)
    known = dict(session.execute(mine.order_by(Store.handle)).all())
    if handle not in known:
        handles = ", ".join(known) or "none"
        raise Refused(f"{house.handle} has no store {handle}; there are: {handles}.")
    return known[handle]
