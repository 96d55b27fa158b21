"""Batches of renders with plain defaults."""

from typing import Any

from domain.compliance.models import SizePreset
from domain.creatives.batch import RenderBatch, RenderBatchPreset
from domain.templates.models import TemplateSet
from tests.house import House


def make_batch(house: House, templates: TemplateSet, **more: Any) -> RenderBatch:
    row = RenderBatch(
        **{
            "organization_id": house.organization.id,
            "template_set_id": templates.id,
            "item_count": 1,
            "requested_by_id": house.owner.id,
            **more,
        }
    )
    house.save(row)
    return row


def make_batch_preset(house: House, batch: RenderBatch, preset: SizePreset, position: int) -> None:
    row = RenderBatchPreset(
        organization_id=house.organization.id,
        store_id=batch.store_id,
        batch_id=batch.id,
        preset_id=preset.id,
        position=position,
    )
    house.save(row)
