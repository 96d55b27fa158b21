"""Pictures of products made from photos, without a template: white, cut out, in many sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from api.renders import making
from api.renders.subject import Subject, asked_as
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.creatives.asked import NewRender
from domain.creatives.states import Background, RenderFormat, RenderKind
from domain.errors import Invalid
from domain.work import Work

PICTURE = "picture"
FORMATS = (RenderFormat.JPEG, RenderFormat.WEBP, RenderFormat.AVIF)
SIZES_PX = (800,)
MOST_SIZES, LEAST_PX, MOST_PX = 12, 16, 8000


@dataclass(frozen=True)
class AskedPhoto:
    """Of an asset, or of a product: its first picture, or one that is named."""

    subject: Subject
    asset_id: UUID | None = None
    background: Background = Background.KEEP
    sizes_px: Sequence[int] = SIZES_PX
    formats: Sequence[RenderFormat] = (RenderFormat.JPEG,)
    ratio: Decimal | None = None


def new_photo(work: Work, asked: AskedPhoto) -> NewRender:
    """Raises Invalid for what cannot be asked, NotFound for what is not there."""
    sizes, formats = _sizes(asked.sizes_px), _formats(asked)
    if (asked.asset_id is None) == (not asked.subject.product_ids):
        raise Invalid("Give either an asset or a product.", "asset_id")
    product, focus = None, None
    if asked.asset_id is not None:
        key, stem = _of_asset(work, asked.asset_id)
    else:
        what = making.shown(work, asked.subject)
        product = what.products[0]
        shot = what.shot or next(iter(product.shots), None)
        if shot is None:
            said = "There is no picture of it in our own keeping: upload one first."
            raise Invalid(said, "product_id")
        key, stem, focus = shot.key, product.handle, shot.focus
    values = {
        "background": asked.background.value.lower(),
        "sizes": sizes,
        "formats": [one.value.lower() for one in formats],
        "ratio": _ratio(asked.ratio),
        "focus": focus and list(focus),
    }
    return NewRender(
        kind=RenderKind.PRODUCT_IMAGE,
        slot_values={name: value for name, value in values.items() if value is not None},
        pictures={PICTURE: key},
        file_name=f"{stem[:150]}-{asked.background.value.lower()}.{formats[0].value.lower()}",
        format=formats[0],
        product_id=product.id if product else None,
        store_id=asked.subject.store_id,
        asked=asked_as(asked.subject, {}),
    )


def _of_asset(work: Work, asset_id: UUID) -> tuple[str, str]:
    asset = work.find(MediaAsset, asset_id, "asset_id")
    if asset.kind is not AssetKind.IMAGE:
        raise Invalid("Only an image becomes a picture of a product.", "asset_id")
    return asset.file_key, asset.file_name.rpartition(".")[0] or asset.file_name


def _sizes(sizes: Sequence[int]) -> list[int]:
    found = sorted(set(sizes), reverse=True)
    if not 0 < len(found) <= MOST_SIZES or not all(LEAST_PX <= one <= MOST_PX for one in found):
        said = f"From 1 to {MOST_SIZES} sizes, each from {LEAST_PX} to {MOST_PX} px."
        raise Invalid(said, "sizes_px")
    return found


def _formats(asked: AskedPhoto) -> list[RenderFormat]:
    found = list(dict.fromkeys(asked.formats))
    if not found or any(one not in FORMATS for one in found):
        raise Invalid(f"Formats of {', '.join(FORMATS)}.", "formats")
    if asked.background is Background.CLEAR and RenderFormat.JPEG in found:
        raise Invalid("JPEG shows nothing through: take WEBP or AVIF.", "formats")
    return found


def _ratio(ratio: Decimal | None) -> float | None:
    if ratio is None:
        return None
    if not Decimal("0.2") <= ratio <= Decimal(5):
        raise Invalid("Width to height, from 0.2 to 5.", "ratio")
    return float(ratio)
