"""The sample store of `tradepost serve --demo`, and a token for its manager."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database import Database
from api.settings import Settings
from domain.people.bootstrap import ensure_service_user, system_work
from domain.people.models import Organization
from domain.people.tokens import mint_token, revoke_tokens_named
from domain.permissions import Role

HANDLE = "demo"
NAME = "Demo"
LASTS = timedelta(days=7)


def demo_token(settings: Settings) -> str:
    """A fresh token for the manager; those of earlier starts stop working."""
    database, now = Database(settings.database_text), datetime.now(UTC)
    try:
        with Session(database.writing) as session:
            session.info["now"] = now
            house = sample_organization(session, now)
            user = ensure_service_user(session, house, Role.MANAGER)
            work = system_work(session, house, now, "serve --demo")
            revoke_tokens_named(work, user, NAME)
            token = mint_token(work, user, NAME, now + LASTS)
            session.commit()
            return token.secret
    finally:
        database.close_now()


def sample_organization(session: Session, now: datetime) -> Organization:
    """The sample organisation, loaded on the first start."""
    mine = select(Organization).where(Organization.handle == HANDLE)
    if session.scalar(mine) is None:
        from api.sample_store.load import load  # noqa: PLC0415  once in a lifetime

        load(session, now)
    return session.scalars(mine).one()
