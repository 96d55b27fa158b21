"""Descriptions of the newest wares, composed by the actions: approved, in review and drafted."""

from datetime import timedelta

from api.sample_store.reading import Telling
from domain.catalogue.models import Product
from domain.descriptions.actions import Place, generate_description
from domain.descriptions.approval import (
    DescriptionDecision,
    decide_description,
    submit_description,
)
from domain.descriptions.states import DescriptionLocale

WRITTEN, DECIDED = timedelta(days=4), timedelta(days=3)
APPROVED, SUBMITTED = "pier-roll-top-backpack", "tide-stoneware-mug"


def describe_wares(telling: Telling) -> None:
    """In both languages: one of them the manager approved, the other waits for that."""
    work = telling.work(telling.now - WRITTEN)
    for handle in (APPROVED, SUBMITTED):
        found = work.seen(Product).where(Product.handle == handle)
        product = work.session.scalars(found, work.actor.values()).one()
        for locale in DescriptionLocale:
            made = generate_description(work, Place(product.id, locale))
            work.session.flush()
            submit_description(work, made.id)
            work.session.flush()
            if handle == APPROVED:
                decider = telling.work(telling.now - DECIDED)
                decide_description(decider, made.id, DescriptionDecision.APPROVE)
                work = telling.work(telling.now - WRITTEN)
    telling.session.flush()
