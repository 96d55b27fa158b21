"""The sample store of `tradepost serve --demo`, and a token for its owner."""

from datetime import timedelta

from sqlalchemy import select

from api.commands.token import writing
from api.sample_store.people import OWNER
from api.secret_key import secret_keys
from api.settings import Settings
from domain.people.bootstrap import system_work
from domain.people.models import Organization, User
from domain.people.tokens import mint_token, revoke_tokens_named

HANDLE = "demo"
NAME = "Demo"
LASTS = timedelta(days=7)


def demo_token(settings: Settings) -> str:
    """A fresh token for the one who holds every role; those of earlier starts stop working."""
    with writing(settings) as session:
        mine = select(Organization).where(Organization.handle == HANDLE)
        now, key = session.info["now"], secret_keys(settings)[0]
        if session.scalar(mine) is None:
            from api.sample_store.load import load  # noqa: PLC0415  once in a lifetime

            load(session, now, key)
        house = session.scalars(mine).one()
        owners = select(User).where(User.organization_id == house.id, User.email == OWNER)
        user = session.scalars(owners).one()
        work = system_work(session, house, now, "serve --demo", key=key)
        revoke_tokens_named(work, user, NAME)
        return mint_token(work, user, NAME, now + LASTS).secret
