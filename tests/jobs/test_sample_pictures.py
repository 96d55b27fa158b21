"""The sample store's pictures come in the background, once."""

from pathlib import Path

from PIL import Image
from sqlalchemy import select

from api.jobs import sample_pictures
from api.sample_store.pictures import ADDRESSES, DRAW
from domain.catalogue.models import Product, ProductPicture
from domain.jobs import JobState
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.house import House
from tests.jobs.queued import asked, now, runner


def pictures_of(house: House, product: Product) -> list[ProductPicture]:
    house.session.rollback()
    own = select(ProductPicture).where(ProductPicture.product_id == product.id)
    found = list(house.session.scalars(own.order_by(ProductPicture.position)))
    house.session.commit()  # SQLite has one writer at a time
    return found


def drawn(house: House, folder: Path) -> JobState:
    job = asked(house, DRAW, house.organization.id)
    runner(house, {DRAW: sample_pictures.KIND}, folder).perform(job.id, 0)
    return now(house, job).state


def test_what_waits_for_its_pictures_gets_them_and_nothing_else_is_touched(
    house: House, tmp_path: Path
) -> None:
    plate = make_product(house, "Quay Plate", handle="quay-plate", option_1_name="Colour")
    fog = make_variant(house, plate, sku="HP-PLATE-FOG", option_1="Fog")
    make_picture(house, plate, url=f"{ADDRESSES}/quay-plate-1.webp")
    for handle in ("end-grain-bamboo-board", "mist-celadon-bowl"):
        make_picture(house, make_product(house, handle, handle=handle), url=f"{ADDRESSES}/1.webp")
    other = make_product(house, "Bowl", handle="quay-bowl")
    own = make_picture(house, other, url="https://example.com/bowl.jpg")

    assert drawn(house, tmp_path) is JobState.SUCCEEDED
    pictures = pictures_of(house, plate)
    assert [picture.variant_id for picture in pictures] in ([None, fog.id], [None, None])
    assert len({picture.file_key for picture in pictures}) == len(pictures) == 2
    for picture in pictures:
        assert picture.file_key
        with Image.open(tmp_path / "blobs" / picture.file_key) as image:
            assert (image.format, image.size) == ("WEBP", (1200, 1200))
    assert [picture.id for picture in pictures_of(house, other)] == [own.id]

    assert drawn(house, tmp_path) is JobState.SUCCEEDED
    assert [picture.id for picture in pictures_of(house, plate)] == [one.id for one in pictures]


def test_another_houses_products_are_not_its_business(house: House, tmp_path: Path) -> None:
    theirs = make_product(house.second, "Quay Plate", handle="quay-plate")
    waiting = make_picture(house.second, theirs, url=f"{ADDRESSES}/quay-plate-1.webp")
    assert drawn(house, tmp_path) is JobState.SUCCEEDED
    assert [picture.id for picture in pictures_of(house, theirs)] == [waiting.id]
