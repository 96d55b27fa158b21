"""Batches in every state, of a store and of none, with renders and presets."""

from datetime import timedelta

from domain.compliance.models import SizePreset
from domain.creatives.models import RenderJob
from domain.stores.models import Store
from domain.templates.models import MediaTemplateVersion, TemplateSet
from tests.factories import batches
from tests.house import MONDAY, House
from tests.reads.words import perhaps


def make_batches(house: House, stores: list[Store]) -> None:
    own = {"organization_id": house.organization.id}
    sets = house.session.query(TemplateSet).filter_by(**own).order_by(TemplateSet.handle).all()
    versions = house.session.query(MediaTemplateVersion).filter_by(**own).all()
    presets = house.session.query(SizePreset).filter_by(**own).all()
    jobs = house.session.query(RenderJob).filter_by(**own).order_by(RenderJob.created_at).all()
    for number, job in enumerate(jobs):
        job.template_version_id = perhaps(number, versions[number % len(versions)].id)
    retried = None
    for number in range(6):
        house.now = MONDAY + timedelta(seconds=number // 2)
        store = perhaps(number, stores[number % len(stores)])
        mine = [job for job in jobs if job.store_id == (store and store.id)][number::6]
        batch = batches.make_batch(
            house,
            sets[number % len(sets)],
            item_count=len(mine),
            store_id=store and store.id,
            requested_by_id=perhaps(number + 1, house.owner.id),
            cancelled_at=perhaps(number // 2, house.now),
            retry_of_id=perhaps(number, retried),
        )
        retried = batch.id
        for position, job in enumerate(mine):
            job.batch_id, job.position = batch.id, position
        for position in range(number % 3):
            preset = presets[(number + position) % len(presets)]
            batches.make_batch_preset(house, batch, preset, position)
    house.session.commit()
