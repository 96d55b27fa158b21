"""Assets to measure with: as many as asked for, a third of them drawn here, most of them shown."""

import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from api.database import Database
from benchmarks.rows import START, written
from domain.assets.alike import bands_of
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, AssetOrigin, Licence
from domain.catalogue.models import Product, ProductPicture
from domain.creatives.models import RenderJob
from domain.creatives.states import RenderFormat, RenderKind, RenderState
from domain.ids import new_id
from domain.work import Actor

KINDS = [AssetKind.IMAGE] * 17 + [AssetKind.VIDEO] * 2 + [AssetKind.DOCUMENT]
LICENCES = [Licence.OWN] * 6 + [Licence.SUPPLIER] * 3 + [Licence.STOCK]
ALIKE_EVERY = 50
"""Each such picture looks like the one before it."""
NEWEST = 100
"""Products that are listed by other figures, which are to stay as they were."""


def furnish_assets(database: Database, actor: Actor, count: int) -> None:
    """Beside products: of three assets a picture of one, a finished render, and nobody's."""
    ids = [new_id() for _ in range(count)]
    with database.writing.begin() as connection:
        written(connection, MediaAsset, assets(actor, ids))
        written(connection, ProductPicture, shown(connection, actor, ids[::3]))
        written(connection, RenderJob, drawn(actor, ids[1::3]))


def key_of(number: int) -> str:
    return f"sha256/{number % 256:02x}/00/{number:064x}"


def facts(number: int) -> dict[str, Any]:
    """What a picture of a product repeats."""
    return {
        "file_key": key_of(number),
        "file_name": f"mug-{number * 7_919 % 1_000_003:06}.jpg",
        "media_type": "image/jpeg",
        "width_px": 1200,
        "height_px": 900 + number % 700,
        "size_bytes": 40_000 + number * 104_729 % 900_001,
    }


def assets(actor: Actor, ids: list[UUID]) -> Iterator[dict[str, Any]]:
    chance = random.Random(7)  # noqa: S311  the same shelf each time
    looks = 0
    for number, own in enumerate(ids):
        looks = looks ^ 0b101 if number % ALIKE_EVERY == 1 else chance.getrandbits(64)
        kind = KINDS[number % len(KINDS)]
        fingerprint = f"{looks:016x}" if kind is AssetKind.IMAGE else None
        yield {
            "id": own,
            "organization_id": actor.organization_id,
            **facts(number),
            "kind": kind,
            "origin": AssetOrigin.RENDERED if number % 3 == 1 else AssetOrigin.UPLOADED,
            "alt": f"The mug no. {number} from the front",
            "licence": LICENCES[number // len(KINDS) % len(LICENCES)],
            "placeholder": "IggOBwD4h4h4h4h/hniIh4iIiIiIiIgI",
            "fingerprint": fingerprint,
            **bands_of(fingerprint),
            "created_by_id": actor.user_id,
            "created_at": START + timedelta(seconds=number),
        }


def shown(connection: Connection, actor: Actor, ids: list[UUID]) -> Iterator[dict[str, Any]]:
    oldest = select(Product.id).order_by(Product.created_at, Product.id)
    products = list(connection.scalars(oldest))
    products = products[:-NEWEST] or products
    for place, own in enumerate(ids):
        yield {
            "organization_id": actor.organization_id,
            "product_id": products[place % len(products)],
            "asset_id": own,
            **facts(place * 3),
            "alt": "From the front",
            "position": 2 + place // len(products),
        }


def drawn(actor: Actor, ids: list[UUID]) -> Iterator[dict[str, Any]]:
    for place, own in enumerate(ids):
        yield {
            "organization_id": actor.organization_id,
            "asset_id": own,
            **facts(place * 3 + 1),
            "kind": RenderKind.POSTER,
            "slot_values": '{"title":"Mug"}',
            "pictures": "{}",
            "asked": "{}",
            "format": RenderFormat.JPEG,
            "scale": Decimal(1),
            "template": "poster-new-arrival",
            "state": RenderState.SUCCEEDED,
            "progress": Decimal(1),
            "attempts": 1,
            "is_retryable": False,
            "is_stale": False,
            "notes": "",
            "position": 0,
            "expires_at": START + timedelta(days=1),
            "finished_at": START,
        }
