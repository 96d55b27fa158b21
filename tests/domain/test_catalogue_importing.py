"""Products that files bring, on both databases."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from domain.assets.files import AssetFile
from domain.audit import AuditEntry
from domain.catalogue.importing import (
    CHUNK,
    Outcome,
    PictureRow,
    ProductRow,
    Upserted,
    VariantRow,
    upsert_products,
)
from domain.catalogue.importing.skus import own_skus
from domain.catalogue.models import (
    Category,
    Product,
    ProductAttribute,
    ProductPicture,
    ProductState,
    Variant,
)
from domain.catalogue.values import PICTURES
from domain.errors import Conflict, Forbidden, Invalid, LimitExceeded, Required, Taken
from domain.money import UnitPrice
from domain.permissions import Role
from tests.conftest import House
from tests.domain.product_rows import DEARER, mug, variants_of
from tests.factories.catalogue import TEN_EUROS, make_category, make_product, make_variant

URL = "https://example.com/mug.jpg"


def upserted(house: House, *rows: ProductRow) -> list[Upserted]:
    found = upsert_products(house.work(), rows)
    house.session.commit()
    house.session.expire_all()
    return found


def outcomes(house: House, *rows: ProductRow) -> list[Outcome]:
    return [one.outcome for one in upserted(house, *rows)]


def test_a_file_makes_drafts_and_a_second_run_changes_nothing(house: House) -> None:
    rows = [mug(), ProductRow(handle="cup", said={"title": "Cup"})]
    assert outcomes(house, *rows) == [Outcome.CREATED] * 2
    product = house.session.scalars(select(Product).where(Product.handle == "mug")).one()
    assert (product.state, product.tags, product.version) == (ProductState.DRAFT, " clay ", 1)
    variant = house.session.scalars(select(Variant)).one()
    assert (variant.sku, variant.title, variant.option_1) == ("BLUE", "Blue", "Blue")
    assert outcomes(house, *rows) == [Outcome.UNCHANGED] * 2
    house.session.expire_all()
    assert (product.version, variant.version) == (1, 1)
    [entry] = house.session.scalars(select(AuditEntry))
    assert entry.action == "products.upserted"
    assert json.loads(entry.changes) == {
        "created": ["mug", "cup"],
        "updated": [],
        "activated": [],
    }


def test_a_file_changes_what_it_says_and_adds_what_is_new(house: House) -> None:
    upserted(house, mug())
    red = VariantRow(sku="RED", unit_price=DEARER, option_values=["Red"])
    blue = VariantRow(sku="BLUE", unit_price=DEARER, option_values=["Navy"])
    row = ProductRow(handle="mug", said={"brand": "Porto"}, variants=[blue, red])
    assert outcomes(house, row) == [Outcome.UPDATED]
    found = house.session.scalars(select(Variant).order_by(Variant.sku)).all()
    assert [(one.sku, one.option_1, one.unit_price, one.barcode) for one in found] == [
        ("BLUE", "Navy", DEARER, "96385074"),
        ("RED", "Red", DEARER, None),
    ]
    product = house.session.scalars(select(Product)).one()
    assert (product.title, product.brand, product.version) == ("Mug", "Porto", 2)


@pytest.mark.parametrize(
    ("row", "kind", "path"),
    [
        (ProductRow(handle="A b", said={"title": "x"}), Invalid, ("handle",)),
        (ProductRow(handle="a\0", said={"title": "x"}), Invalid, ("handle",)),
        (
            mug(VariantRow(sku="\0", unit_price=DEARER, option_values=["Red"])),
            Invalid,
            ("variants", "1", "sku"),
        ),
        (ProductRow(handle="new"), Required, ("title",)),
        (
            ProductRow(handle="mug", option_names=["Size"], said={"title": "x"}),
            Conflict,
            ("option_names",),
        ),
        (
            mug(VariantRow(sku="RED", unit_price=DEARER, option_values=["BLUE"])),
            Taken,
            ("variants", "1", "option_values"),
        ),
        (
            mug(VariantRow(sku="RED", option_values=["Red"])),
            Required,
            ("variants", "1", "unit_price"),
        ),
        (mug(VariantRow(sku="R", unit_price=DEARER)), Invalid, ("variants", "1", "option_values")),
        (
            mug(VariantRow(unit_price=UnitPrice(-1, "EUR"), option_values=["Red"])),
            Invalid,
            ("variants", "1", "unit_price", "amount"),
        ),
        (
            mug(VariantRow(unit_price=DEARER, weight_g=-1, option_values=["Red"])),
            Invalid,
            ("variants", "1", "weight_g"),
        ),
        (replace(mug(), category=["Home", ""]), Required, ("category", "1")),
        (replace(mug(), category=["x"] * 9), LimitExceeded, ("category", "8")),
        (replace(mug(), attributes={"Size": "L" * 501}), Invalid, ("attributes", "Size")),
        (
            replace(mug(), pictures=[PictureRow(url=URL, alt="a" * 501)]),
            Invalid,
            ("pictures", "0", "alt"),
        ),
        (
            replace(mug(), pictures=[PictureRow(url=f"{URL}{n}") for n in range(PICTURES + 1)]),
            LimitExceeded,
            ("pictures",),
        ),
    ],
)
def test_a_wrong_row_is_refused_and_holds_up_no_other(
    house: House, row: ProductRow, kind: type[Exception], path: tuple[str, ...]
) -> None:
    upserted(house, mug())
    make_variant(house, make_product(house), sku="TAKEN")
    cup = VariantRow(sku="RED", unit_price=TEN_EUROS)  # which the refused row wanted too
    refused, made = upserted(
        house, row, ProductRow(handle="c", said={"title": "C"}, variants=[cup])
    )
    assert (refused.outcome, made.outcome) == (Outcome.REFUSED, Outcome.CREATED)
    assert isinstance(refused.error, kind)
    assert refused.error.path == path
    product = house.session.scalars(select(Product).where(Product.handle == "mug")).one()
    assert (product.title, product.version) == ("Mug", 1)


def test_rows_of_one_product_may_follow_each_other(house: House) -> None:
    red = VariantRow(sku="RED", unit_price=DEARER, option_values=["Red"])
    rows = [mug(), ProductRow(handle="mug", variants=[red])]
    assert outcomes(house, *rows) == [Outcome.CREATED, Outcome.UPDATED]
    assert house.session.scalar(select(func.count()).select_from(Variant)) == 2


def test_many_products_take_few_statements_and_one_line_a_chunk(house: House) -> None:
    rows = [
        ProductRow(
            handle=f"p{i}",
            said={"title": "x"},
            variants=[VariantRow(sku=f"S{i}", unit_price=TEN_EUROS)],
        )
        for i in range(CHUNK + 1)
    ]
    assert set(outcomes(house, *rows)) == {Outcome.CREATED}
    assert house.session.scalar(select(func.count()).select_from(AuditEntry)) == 2


def test_a_strangers_products_are_another_matter(house: House) -> None:
    theirs = make_product(house.second, handle="mug")
    make_variant(house.second, theirs, sku="BLUE", barcode="96385074")
    assert outcomes(house, mug()) == [Outcome.CREATED]


def test_a_file_needs_the_permissions_of_what_it_says(house: House) -> None:
    for role in (Role.DESIGNER, Role.PURCHASING):
        with pytest.raises(Forbidden):
            upsert_products(house.work(house.actor(role)), [mug()])
    upsert_products(house.work(house.actor(Role.OPERATIONS)), [mug()])


def test_a_refused_row_takes_no_codes(house: House) -> None:
    red = VariantRow(sku="RED", unit_price=TEN_EUROS, barcode="4006381333931", option_values=["R"])
    wrong = replace(mug(red, VariantRow(sku="X", option_values=["X"])), handle="wrong")
    right = replace(mug(red), handle="right")
    assert outcomes(house, wrong, right) == [Outcome.REFUSED, Outcome.CREATED]
    assert skus_of(house, "right") == ["BLUE", "RED"]


def test_what_is_said_of_a_product_twice_in_a_file_is_added_up(house: House) -> None:
    first = replace(mug(), attributes={"Material": "clay"}, pictures=[PictureRow(url=URL)])
    second = replace(mug(), attributes={"Volume": "3 dl"}, pictures=[PictureRow(url=f"{URL}2")])
    assert outcomes(house, first, second) == [Outcome.CREATED, Outcome.UPDATED]
    assert outcomes(house, first, second) == [Outcome.UNCHANGED] * 2
    assert [url for url, *_ in shown(house)] == [URL, f"{URL}2"]


def test_an_accent_written_in_two_ways_is_one_handle(house: House) -> None:
    rows = [replace(mug(), handle=handle) for handle in ("cafe\u0301", "caf\u00e9")]
    assert outcomes(house, *rows) == [Outcome.CREATED, Outcome.UNCHANGED]
    assert house.session.scalars(select(Product.handle)).all() == ["caf\u00e9"]


def test_a_variant_without_its_option_keeps_its_product_from_sale(house: House) -> None:
    product = make_product(house, handle="mug", option_1_name="Colour", state=ProductState.DRAFT)
    make_variant(house, product, sku="BARE", option_1="")
    [one] = upserted(house, replace(mug(), is_active=True))
    assert one.notes == ["It stays a draft: A variant lacks the value of an option."]
    assert house.session.scalars(select(Product.state)).one() is ProductState.DRAFT


def test_a_missing_or_repeated_sku_gets_one_of_its_own_and_keeps_it(house: House) -> None:
    make_variant(house, make_product(house), sku="TAKEN")
    row = ProductRow(
        handle="tee",
        said={"title": "Tee"},
        option_names=["Colour", "Size"],
        variants=[
            VariantRow(sku="TAKEN", unit_price=TEN_EUROS, option_values=["Red", "S"]),
            VariantRow(sku="TWICE", unit_price=TEN_EUROS, option_values=["Red", "M"]),
            VariantRow(sku="TWICE", unit_price=TEN_EUROS, option_values=["Red", "L"]),
            VariantRow(unit_price=TEN_EUROS, option_values=["Blue", "S"]),
        ],
    )
    [one] = upserted(house, row)
    assert one.notes == [
        "The SKU 'TAKEN' is another variant's: it is kept as 'tee:Red-S'.",
        "The SKU 'TWICE' is another variant's: it is kept as 'tee:Red-L'.",
    ]
    kept = ["tee:Red-S", "TWICE", "tee:Red-L", "tee:Blue-S"]
    assert skus_of(house, "tee") == kept
    assert outcomes(house, row) == [Outcome.UNCHANGED]
    shuffled = replace(row, variants=row.variants[::-1])
    assert outcomes(house, shuffled) == [Outcome.UNCHANGED]
    assert skus_of(house, "tee") == kept


def test_long_names_come_to_skus_that_differ(house: House) -> None:
    rows = [
        ProductRow(
            handle=f"{'long-' * 40}{end}",
            said={"title": "Long"},
            variants=[VariantRow(unit_price=TEN_EUROS)],
        )
        for end in "ab"
    ]
    assert outcomes(house, *rows) == [Outcome.CREATED] * 2
    found = house.session.scalars(select(Variant.sku)).all()
    assert len(set(found)) == 2
    assert max(map(len, found)) == 100


def test_a_variant_is_known_by_its_options_before_its_sku(house: House) -> None:
    upserted(house, mug(VariantRow(sku="RED", unit_price=TEN_EUROS, option_values=["Red"])))
    swapped = ProductRow(
        handle="mug",
        variants=[
            VariantRow(sku="RED", unit_price=DEARER, option_values=["blue"]),
            VariantRow(sku="NEW", unit_price=TEN_EUROS, option_values=["Red"]),
        ],
    )
    [one] = upserted(house, swapped)
    found = {row.option_1: (row.sku, row.unit_price) for row in variants_of(house, "mug")}
    assert found == {"blue": ("BLUE", DEARER), "Red": ("RED", TEN_EUROS)}
    assert one.notes == [
        "The SKU 'RED' is another variant's: it is kept as 'BLUE'.",
        "The SKU 'NEW' is not the variant's: it is kept as 'RED'.",
    ]
    assert outcomes(house, swapped) == [Outcome.UNCHANGED]


def test_a_sku_of_our_own_making_yields_to_the_files(house: House) -> None:
    row = mug(VariantRow(unit_price=TEN_EUROS, option_values=["Red"]))
    upserted(house, row)
    assert skus_of(house, "mug") == ["BLUE", "mug:Red"]
    named = mug(VariantRow(sku="RED", unit_price=TEN_EUROS, option_values=["Red"]))
    assert outcomes(house, named) == [Outcome.UPDATED]
    assert skus_of(house, "mug") == ["BLUE", "RED"]
    assert outcomes(house, named) == [Outcome.UNCHANGED]
    assert outcomes(house, row) == [Outcome.UNCHANGED]


def test_a_row_without_options_means_the_variant_of_its_sku(house: House) -> None:
    upserted(house, mug())
    row = ProductRow(handle="mug", variants=[VariantRow(sku="BLUE", unit_price=DEARER)])
    assert outcomes(house, row) == [Outcome.UPDATED]
    [blue] = variants_of(house, "mug")
    assert (blue.option_1, blue.unit_price) == ("Blue", DEARER)
    twice = replace(row, variants=[*row.variants, *row.variants])
    [one] = upserted(house, twice)
    assert one.error
    assert one.error.path == ("variants", "1", "option_values")


def test_names_of_our_own_making_that_are_taken_get_a_mark(house: House) -> None:
    make_variant(house, make_product(house), sku="mug:Red")
    row = mug(VariantRow(unit_price=TEN_EUROS, option_values=["Red"]))
    assert outcomes(house, row) == [Outcome.CREATED]
    _, red = skus_of(house, "mug")
    assert re.fullmatch("mug:Red~[0-9a-f]{8}", red)
    assert outcomes(house, row) == [Outcome.UNCHANGED]
    for sku in own_skus("mug", ["Green"]):
        make_variant(house, make_product(house), sku=sku)
    [one] = upserted(house, mug(VariantRow(unit_price=TEN_EUROS, option_values=["Green"])))
    assert isinstance(one.error, Taken)
    assert one.error.path == ("variants", "1", "sku")


def test_an_archived_variant_is_known_and_stays_archived(house: House) -> None:
    upserted(house, mug())
    [blue] = variants_of(house, "mug")
    blue.archived_at = house.now
    house.save(blue)
    [one] = upserted(house, mug())
    assert (one.outcome, one.notes) == (
        Outcome.UNCHANGED,
        ["'BLUE' is archived here, and stays so."],
    )


def test_a_variant_without_a_title_is_called_by_its_options(house: House) -> None:
    upserted(house, mug())
    navy = VariantRow(sku="BLUE", unit_price=TEN_EUROS, option_values=["Navy"])
    assert outcomes(house, ProductRow(handle="mug", variants=[navy])) == [Outcome.UPDATED]
    [one] = variants_of(house, "mug")
    assert one.title == "Navy"
    titled = replace(navy, title="Dark", weight_g=0)
    assert outcomes(house, ProductRow(handle="mug", variants=[titled])) == [Outcome.UPDATED]
    assert outcomes(house, ProductRow(handle="mug", variants=[navy])) == [Outcome.UNCHANGED]
    house.session.refresh(one)
    assert (one.title, one.weight_g) == ("Dark", 0)


def test_tags_of_several_words_get_dashes(house: House) -> None:
    assert outcomes(house, mug(tags=["Summer  Sale", " ", "clay"])) == [Outcome.CREATED]
    assert house.session.scalars(select(Product)).one().tags == " clay summer-sale "


@pytest.mark.parametrize("barcode", ["12345", "INTERNAL-7", "0000096385074", "96385075"])
def test_what_is_no_barcode_of_its_own_is_left_out_and_noted(house: House, barcode: str) -> None:
    red = VariantRow(unit_price=TEN_EUROS, option_values=["Red"], barcode=barcode)
    [one] = upserted(house, mug(red))
    assert one.outcome is Outcome.CREATED
    [note] = one.notes
    assert note.startswith(f"The barcode {barcode!r} is left out: ")
    assert [row.barcode for row in variants_of(house, "mug")] == ["96385074", None]
    assert outcomes(house, mug(red)) == [Outcome.UNCHANGED]


def test_categories_are_found_by_their_names_and_made_where_missing(house: House) -> None:
    home = make_category(house, name="Home")
    row = replace(mug(), category=["HOME", "Kitchen & Bar", "杯子"])
    assert outcomes(house, row, replace(row, handle="cup")) == [Outcome.CREATED] * 2
    found = {one.name: one for one in house.session.scalars(select(Category))}
    assert set(found) == {"Home", "Kitchen & Bar", "杯子"}
    assert found["Kitchen & Bar"].parent_id == home.id
    assert (found["Kitchen & Bar"].handle, found["杯子"].handle) == ("kitchen-bar", "category")
    products = house.session.scalars(select(Product)).all()
    assert {one.category_id for one in products} == {found["杯子"].id}
    assert outcomes(house, row) == [Outcome.UNCHANGED]
    assert outcomes(house, replace(row, category=["Home"])) == [Outcome.UPDATED]


def test_a_refused_row_leaves_no_category_behind(house: House) -> None:
    wrong = VariantRow(sku="RED", option_values=["Red"])
    assert outcomes(house, replace(mug(wrong), category=["New"])) == [Outcome.REFUSED]
    assert house.session.scalars(select(Category)).all() == []


def test_facts_are_added_and_changed_and_never_taken_away(house: House) -> None:
    upserted(house, replace(mug(), attributes={"Material": "clay", "Origin": "Porto"}))
    row = replace(mug(), attributes={"material": "stoneware", "Volume": "3 dl"})
    assert outcomes(house, row) == [Outcome.UPDATED]
    found = house.session.scalars(select(ProductAttribute).order_by(ProductAttribute.position))
    assert [(one.name, one.value) for one in found] == [
        ("Material", "stoneware"),
        ("Origin", "Porto"),
        ("Volume", "3 dl"),
    ]
    assert house.session.scalars(select(Product)).one().version == 2
    assert outcomes(house, row) == [Outcome.UNCHANGED]


def test_pictures_are_added_once_in_their_order(house: House) -> None:
    kept = AssetFile("sha256/ab", "mug.png", "image/png", 200, 100, 1_000)
    row = replace(
        mug(),
        pictures=[
            PictureRow(url=URL, alt="Front"),
            PictureRow(file=kept, option_values=["BLUE"]),
            PictureRow(url="//no-address"),
            PictureRow(url=URL),
        ],
    )
    [one] = upserted(house, row)
    [note] = one.notes
    assert note.startswith("The picture '//no-address' is left out: ")
    [blue] = variants_of(house, "mug")
    assert shown(house) == [(URL, None, "Front", None), (None, "sha256/ab", "", blue.id)]
    assert outcomes(house, row) == [Outcome.UNCHANGED]
    said = replace(
        mug(), pictures=[PictureRow(url=URL, alt="The front"), PictureRow(url=f"{URL}2")]
    )
    assert outcomes(house, said) == [Outcome.UPDATED]
    assert shown(house) == [
        (URL, None, "The front", None),
        (None, "sha256/ab", "", blue.id),
        (f"{URL}2", None, "", None),
    ]


def test_what_is_for_sale_there_is_for_sale_here_if_it_can_be(house: House) -> None:
    bare = ProductRow(handle="bare", said={"title": "Bare"}, is_active=True)
    sold, stays = upserted(house, replace(mug(), is_active=True), bare)
    states = dict(house.session.execute(select(Product.handle, Product.state)).all())
    assert states == {"mug": ProductState.ACTIVE, "bare": ProductState.DRAFT}
    assert (sold.notes, stays.notes) == (
        [],
        ["It stays a draft: A product without variants cannot be sold; add one first."],
    )
    assert outcomes(house, replace(mug(), is_active=False)) == [Outcome.UNCHANGED]
    product = house.session.scalars(select(Product).where(Product.handle == "mug")).one()
    product.state = ProductState.ARCHIVED
    house.save(product)
    [one] = upserted(house, replace(mug(), is_active=True))
    assert (one.outcome, one.notes) == (Outcome.UNCHANGED, ["It is archived here, and stays so."])


def test_a_product_without_variants_gets_its_options_from_a_file(house: House) -> None:
    upserted(house, ProductRow(handle="mug", said={"title": "Mug"}))
    assert outcomes(house, mug()) == [Outcome.UPDATED]
    assert [row.option_1 for row in variants_of(house, "mug")] == ["Blue"]


def test_handles_are_of_any_script_and_as_long_as_the_platforms(house: House) -> None:
    for handle in ("青瓷-杯", "हिन्दी-कप", "a_b--c", "x" * 255):
        assert outcomes(house, replace(mug(), handle=handle, variants=[])) == [Outcome.CREATED]
    for handle in ("Mug", "-mug", "mug-", "a b", "x" * 256, ""):
        [one] = upserted(house, replace(mug(), handle=handle, variants=[]))
        assert one.error
        assert one.error.path == ("handle",)


def skus_of(house: House, handle: str) -> list[str]:
    return [row.sku for row in variants_of(house, handle)]


def shown(house: House) -> list[tuple[Any, ...]]:
    rows = house.session.scalars(select(ProductPicture).order_by(ProductPicture.position))
    return [(one.url, one.file_key, one.alt, one.variant_id) for one in rows]
