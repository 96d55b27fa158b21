"""The sample store's pictures: which there are to be, drawn once and in the background."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.sample_store.reading import products
from domain.assets.files import AssetFile
from domain.assets.focal_point import FocalPoint
from domain.assets.states import AssetOrigin
from domain.catalogue.models import Product, ProductPicture, Variant
from domain.catalogue.pictures import NewPicture, set_pictures
from domain.work import Work

DRAW = "sample_store.draw"
"""The job; its row is the organisation."""
ADDRESSES = "https://pictures.harbour-and-pine.example"
"""Where pictures are said to be that are not drawn yet; nobody has `.example` (RFC 2606)."""
SIDE_PX = 1200
MEDIA_TYPE = "image/webp"
FOCUS = FocalPoint(Decimal("0.5"), Decimal("0.55"))


@dataclass(frozen=True)
class Shot:
    """One picture to be drawn; `sku` when it shows one variant and no other."""

    handle: str
    view: int
    choice: str | None
    alt: str
    alt_zh: str
    sku: str | None = None


def shots_of(said: Mapping[str, Any], choices: Sequence[str]) -> list[Shot]:
    """A product's pictures as the content words them, then its other choices, one each."""
    handle = said["handle"]
    shots = [
        Shot(handle, view, None, words["alt"], words["alt_zh"])
        for view, words in enumerate(said["pictures"])
    ]
    for choice in choices[1:] if shots else ():
        having = [one for one in said["variants"] if choice in map(str.lower, one["options"])]
        if having:
            options = " / ".join(having[0]["options"])
            alt, alt_zh = f"{said['title']}, {options}", f"{said['title_zh']}，{having[0]['zh']}"
            sku = having[0]["sku"] if len(having) == 1 else None
            shots.append(Shot(handle, 0, choice, alt, alt_zh, sku))
    return shots


def missing(work: Work) -> dict[UUID, list[Shot]]:
    """By product, the newest first: what is to be drawn where something is not drawn yet."""
    from media.illustrations import choices, known  # noqa: PLC0415  only where pictures are drawn

    said = {one["handle"]: one for one in products() if one["handle"] in known()}
    waiting = ProductPicture.url.startswith(ADDRESSES, autoescape=True)
    own = select(ProductPicture.id).where(ProductPicture.product_id == Product.id, waiting)
    bare = work.seen(Product).where(Product.handle.in_(said), own.exists())
    newest_first = bare.order_by(Product.created_at.desc(), Product.id.desc())
    rows = work.session.scalars(newest_first, work.actor.values())
    found = {row.id: shots_of(said[row.handle], choices(row.handle)) for row in rows}
    return {product_id: shots for product_id, shots in found.items() if shots}


def drawn(shot: Shot) -> bytes:
    """A WebP file, the same at every call; of the brand's mark in the colour that it chose."""
    from media.illustrations import draw  # noqa: PLC0415  as above
    from media.illustrations.mark import mark  # noqa: PLC0415  as above

    out = io.BytesIO()
    if shot.choice is not None and shot.choice.startswith("#"):
        red, green, blue = bytes.fromhex(shot.choice[1:])
        picture = mark((red, green, blue), SIDE_PX)
    else:
        picture = draw(shot.handle, variant=shot.choice, size_px=SIDE_PX, view=shot.view)
    picture.save(out, "WEBP", quality=88, method=4)
    return out.getvalue()


def show(work: Work, product_id: UUID, kept: Sequence[tuple[Shot, str, int]]) -> None:
    """Gives a product its pictures, each with the key of its file and its size in bytes."""
    own = select(Variant.sku, Variant.id).where(Variant.product_id == product_id)
    variants = {row.sku: row.id for row in work.session.execute(own)}
    new = [
        NewPicture(
            file=AssetFile(
                file_key=key,
                file_name=f"{shot.handle}-{place + 1}.webp",
                media_type=MEDIA_TYPE,
                width_px=SIDE_PX,
                height_px=SIDE_PX,
                size_bytes=size_bytes,
                origin=AssetOrigin.SAMPLE,
            ),
            alt=shot.alt,
            alt_zh=shot.alt_zh,
            focal_point=FOCUS,
            variant_id=variants.get(shot.sku or ""),
        )
        for place, (shot, key, size_bytes) in enumerate(kept)
    ]
    set_pictures(work, product_id, new)
