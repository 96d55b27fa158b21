"""What clients ask for, made into renders: versions pinned, slots bound, all of it checked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from api.added_fonts import pinned
from api.brand_values import NO_BRAND, Brand, brand_of
from api.renders import facts as found_facts
from api.renders.binding import Around, Bound, bound, families_said
from api.renders.events import EventFacts, event_facts
from api.renders.facts import Choice, ProductFacts, Shot, StoreFacts, Wanted
from api.renders.layouts import Layout, Layouts
from api.renders.refusing import undrawable
from api.renders.subject import Subject
from api.renders.variants import choice_of, listings_of
from api.renders.versions import Preset, Version
from domain import text
from domain.catalogue.models import ProductPicture
from domain.creatives.actions import check_scale
from domain.creatives.asked import NewRender
from domain.creatives.states import RenderFormat, RenderKind
from domain.errors import Invalid, NotFound
from domain.stores.models import Listing, Store
from domain.templates.states import TemplateKind
from domain.work import Work

if TYPE_CHECKING:
    from media.document.template import Template

MOST_PRODUCTS = 12
STILLS = (RenderFormat.PNG, RenderFormat.JPEG, RenderFormat.WEBP, RenderFormat.AVIF)
FILMS = (RenderFormat.MP4, RenderFormat.GIF, RenderFormat.WEBP)
FORMATS = {
    TemplateKind.IMAGE: STILLS,
    TemplateKind.VIDEO: FILMS,
    TemplateKind.PACKAGING: (RenderFormat.PDF,),
}


@dataclass(frozen=True)
class Shown:
    """What is shown, as it was found."""

    products: Sequence[ProductFacts] = ()
    store: StoreFacts | None = None
    shot: Shot | None = None
    listing_id: UUID | None = None  # that was asked for
    choice: Choice | None = None
    brand: Brand = NO_BRAND
    event: EventFacts | None = None


@dataclass(frozen=True)
class How:
    """By which template, in what form; without a format, what the preset takes first."""

    version: Version
    preset: Preset | None = None
    format: RenderFormat | None = None
    scale: Decimal = Decimal(1)
    values: Mapping[str, Any] = field(default_factory=dict)
    known: dict[str, str] = field(default_factory=dict)  # files of assets that were looked up


@cache
def engine() -> str:
    """What draws, in its version: our own code, the fonts, the libraries."""
    from media.answers import engine_digest, fonts_digest  # noqa: PLC0415  reads all of it, once

    return f"{engine_digest()}:{fonts_digest()}"


def load_what_draws(*_: object) -> None:
    """A process imports it once, and on SQLite no other writer shall wait for that."""
    import media.render  # noqa: PLC0415  see above

    assert media.render
    engine()


def shown(work: Work, subject: Subject) -> Shown:
    """The rows of it that the actor sees; raises NotFound by the input that names what is not."""
    listing = None
    if subject.listing_id is not None:
        listing = work.find(Listing, subject.listing_id, "listing_id")
    store_id = listing.store_id if listing else subject.store_id
    store = work.find(Store, store_id, "store_id") if store_id else None
    ids = [listing.product_id] if listing else list(dict.fromkeys(subject.product_ids))
    listings = [listing.id] if listing else listings_of(work, store_id, subject.variant_id)
    found = found_facts.products(work, ids, store_id, listings, Wanted(choices=True))
    if len(found) < len(ids):
        raise NotFound("No such product.", "product_id" if len(ids) == 1 else "product_ids")
    products = found_facts.in_order(found, ids)
    return Shown(
        products,
        found_facts.store_facts(work, store),
        _shot(work, products, subject.picture_id),
        subject.listing_id,
        choice_of(products, subject.variant_id),
        brand_of(work, store_id),
        event_facts(work, subject.event_id, store),
    )


def _shot(work: Work, products: Sequence[ProductFacts], picture_id: UUID | None) -> Shot | None:
    if picture_id is None:
        return None
    work.find(ProductPicture, picture_id, "picture_id")
    for shot in products[0].shots if products else ():
        if shot.id == picture_id:
            return shot
    raise Invalid("There is no picture of it in our own keeping: upload one first.", "picture_id")


def new_render(
    work: Work,
    how: How,
    what: Shown,
    asked: Mapping[str, Any],
    layouts: Layouts | None = None,
) -> NewRender:
    """Checked as far as can be without drawing, with `layouts` laid out too; raises Undrawable."""
    from media.errors import MediaError  # noqa: PLC0415  imports what draws

    check_scale(how.scale)
    product = what.products[0] if what.products else None
    try:
        template = how.version.read(how.preset)
        form = format_of(how)
        made = filled(template, how, what)
        add_assets(work, template, made, how.known)
        check(how, template, made, layouts)
    except MediaError as error:
        raise undrawable(error, how, what) from None
    subject = product.handle[:90] if product else (what.store.name if what.store else "render")
    parts = [subject, how.version.handle, *([how.preset.name] if how.preset else [])]
    name = "-".join(parts)
    return NewRender(
        kind=kind_of(how.version, template),
        slot_values=made.values,
        pictures=made.pictures,
        fonts=made.fonts,
        file_name=f"{name[:180]}.{form.value.lower()}",
        format=form,
        scale=how.scale,
        template=how.version.handle,
        template_version=how.version.pin,
        preset=how.preset.pin if how.preset else None,
        product_id=product.id if product else None,
        variant_id=product.variant_id if product else None,
        store_id=what.store.id if what.store else None,
        listing_id=product.listing_id if product else None,
        event_id=what.event.id if what.event else None,
        event_shown=made.event,
        prices=made.prices,
        asked=asked,
    )


def filled(template: "Template", how: How, what: Shown) -> Bound:
    """Its slots, from what is shown and what was given; and the fonts that it needs."""
    product = what.products[0] if what.products else None
    is_chinese = how.values.get("language") == "zh"
    around = Around(
        product,
        what.products,
        what.store,
        is_chinese,
        what.shot,
        what.choice,
        what.brand,
        what.event,
    )
    made = bound(template, how.values, around)
    made.fonts = pinned(what.brand.faces, how.version.families() | families_said(made.values))
    return made


def add_assets(work: Work, template: "Template", made: Bound, known: dict[str, str]) -> None:
    """The files of assets that values name by their global ids; `known` keeps what was found.

    Raises what drawing would raise of values, and of names that no file has.
    """
    from media.document.slots import fill  # noqa: PLC0415  imports what draws
    from media.document.wanted import wanted  # noqa: PLC0415

    names = wanted(template, made.values)
    own = {name for name in names if name.startswith(found_facts.ASSET)}
    if unknown := own - known.keys():
        known |= found_facts.files_of(work, unknown)
    made.pictures |= {name: known[name] for name in own}
    if not names.keys() <= made.pictures.keys():
        fill(template, made.values, made.pictures, made.families())  # says in which slot


def check(how: How, template: "Template", made: Bound, layouts: Layouts | None) -> None:
    """Raises what drawing would raise of form and fonts, and if asked to of words without room."""
    from media.document.brand import SETTING, families_of  # noqa: PLC0415  imports what draws
    from media.document.packaging import PACKAGING  # noqa: PLC0415
    from media.errors import UnsuitedPreset  # noqa: PLC0415
    from media.target import target_of  # noqa: PLC0415

    row = how.preset.row() if how.preset else None
    target_of(template, row, float(how.scale))
    if template.kind == PACKAGING and row is not None:
        raise UnsuitedPreset("A packaging is as large as its dieline, and has no preset")
    if layouts is not None:
        layouts.check(layout_of(how, made.values, made.pictures, made.fonts))
    else:
        families_of(made.values.get(SETTING), made.families())


def layout_of(
    how: How, values: Mapping[str, Any], pictures: Mapping[str, str], fonts: Mapping[str, str]
) -> Layout:
    """What of a render says how it is laid out."""
    preset = how.preset.name if how.preset else None
    return Layout(how.version, preset, values, tuple(pictures), fonts)


def format_of(how: How) -> RenderFormat:
    """As asked for, or what the preset takes first, or the plain one; raises Invalid."""
    takes = FORMATS[how.version.kind]
    if how.format is None:
        said = how.preset.row().formats if how.preset else ()
        known = [RenderFormat[name] for name in said if name in RenderFormat.__members__]
        return next((one for one in known if one in takes), takes[0])
    if how.format not in takes:
        raise Invalid(f"It can be {', '.join(takes)}.", "format")
    return how.format


def kind_of(version: Version, template: "Template") -> RenderKind:
    kinds = {
        TemplateKind.VIDEO: RenderKind.PROMO_VIDEO,
        TemplateKind.PACKAGING: RenderKind.PACKAGING,
    }
    is_product = template.kind == "PRODUCT_IMAGE"
    return kinds.get(version.kind, RenderKind.PRODUCT_IMAGE if is_product else RenderKind.POSTER)


def handle_of(said: str) -> str:
    """What may be a template's handle; raises Invalid."""
    return text.name(said, "template", longest=100)
