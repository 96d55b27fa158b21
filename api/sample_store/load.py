"""Writing the sample store: once, whole, and by the actions that everybody uses."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.sample_store.brand import set_brand
from api.sample_store.events import note_events
from api.sample_store.goods import retire_products, stock_shelves
from api.sample_store.people import invite_people
from api.sample_store.pictures import DRAW
from api.sample_store.reading import Telling, content
from api.sample_store.replay import replay
from api.sample_store.shops import fill_store, open_stores
from api.sample_store.words import describe_wares
from api.what_ships import keep_what_ships
from domain.audit_chain import seal
from domain.people.bootstrap import ensure_organization
from domain.people.models import Organization

HANDLE = "demo"
NAME = "Harbour & Pine 港松"


def load(session: Session, now: datetime, key: bytes) -> bool:
    """Whether there was anything to do: an organisation of that handle is left as it is.

    The caller commits, so a load is there whole or not at all. What is told happened in the 14
    weeks before `now`; the words, sums and times follow from `now` alone, the ids do not.
    Personal values in the audit are hashed with `key`.
    """
    session.info["now"] = now
    if session.scalar(select(Organization.id).where(Organization.handle == HANDLE)):
        return False
    house = ensure_organization(session, now, HANDLE, NAME, key=key)
    keep_what_ships(session, now)
    telling = Telling(session, house, now, key)
    stores = open_stores(telling)
    invite_people(telling, {handle: store.id for handle, store in stores.items()})
    set_brand(telling)
    note_events(telling)
    skus = stock_shelves(telling)
    said = {one["handle"]: one for one in content("stores")}
    for handle, store in stores.items():
        fill_store(telling, store, said[handle], skus)
    retire_products(telling)
    describe_wares(telling)
    replay(telling, [(store, said[handle]) for handle, store in stores.items()])
    telling.work(now).later(DRAW, telling.organization.id)
    telling.session.flush()
    while seal(session, telling.organization.id):
        pass  # so old, the sealer would otherwise take them a thousand an hour
    return True
