"""Hostile pictures in a slot: a picture comes out, or an error that names slot and asset."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from media.child import Limits, Renderer, Request
from media.errors import BadPicture, MediaError, MissingAsset, TooLarge
from media.rendered import Rendered
from tests.connectors.shared import FOLDER
from tests.media import hostile, shots

BROKEN = FOLDER / "data" / "pillow_bad_images"
TEMPLATES = ("poster-new-arrival", "poster-price-cut")
PRICE = {"amount": "9", "currency": "EUR"}


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """One warm child for all: what harms it would be seen in the next."""
    limits = Limits(patience_s=120, processor_s=60, memory_mb=1_536, file_mb=64)
    with Renderer(limits=limits) as one:
        yield one


def drawn(
    renderer: Renderer, data: bytes, name: str, template: str = TEMPLATES[0], **values: Any
) -> Rendered:
    given = {"title": "Red", "picture": name, "price": PRICE, **values}
    return renderer.render(
        Request(
            template=template,
            values=given,
            assets={name: data, "vase": shots.vase()},
            format="jpeg",
            scale=0.25,
        )
    )


def is_picture(rendered: Rendered) -> bool:
    with Image.open(io.BytesIO(rendered.data)) as picture:
        picture.load()
        return bool(picture.size == (rendered.width_px, rendered.height_px))


@pytest.mark.parametrize("name", hostile.REFUSED)
def test_what_is_no_picture_or_too_much_of_one_is_refused(renderer: Renderer, name: str) -> None:
    with pytest.raises((BadPicture, TooLarge)) as caught:
        drawn(renderer, hostile.made(name), name)
    assert caught.value.slot == "picture"
    assert caught.value.template == TEMPLATES[0]
    assert repr(name) in caught.value.message


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", hostile.DRAWN)
def test_what_is_odd_and_yet_a_picture_is_drawn(
    renderer: Renderer, name: str, template: str
) -> None:
    assert is_picture(drawn(renderer, hostile.made(name), name, template))


@pytest.mark.parametrize("slot", ["detail", "logo"])
def test_every_slot_of_pictures_is_as_careful(renderer: Renderer, slot: str) -> None:
    for name in ("svg as png", "half a jpeg", "bomb: 4 billion pixels"):
        with pytest.raises((BadPicture, TooLarge)) as caught:
            drawn(renderer, hostile.made(name), name, picture="vase", **{slot: name})
        assert caught.value.slot == slot


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/a.png",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//host/share/a.png",
        "data:image/png;base64,iVBORw0KGgo=",
        "/etc/passwd",
        "../../secret_key",
    ],
)
def test_an_address_is_no_picture_and_nothing_is_fetched(renderer: Renderer, address: str) -> None:
    with pytest.raises(MissingAsset) as caught:
        drawn(renderer, shots.vase(), "other", picture=address)
    assert (caught.value.asset, caught.value.slot) == (address, "picture")


def broken_files() -> list[Any]:
    """Each by its name; one that is skipped, where there are none."""
    found = [path for path in sorted(BROKEN.rglob("*")) if path.is_file()]
    if not found:
        reason = f"{BROKEN} is not here: the real files are not part of the project"
        return [pytest.param(None, marks=pytest.mark.skip(reason=reason))]
    return [pytest.param(path, id=str(path.relative_to(BROKEN))) for path in found]


@pytest.mark.parametrize("path", broken_files())
def test_pillows_own_bad_images_are_drawn_or_refused(renderer: Renderer, path: Path) -> None:
    found: Rendered | MediaError
    try:
        found = drawn(renderer, path.read_bytes(), path.name)
    except MediaError as error:
        found = error
    if isinstance(found, Rendered):
        assert is_picture(found)
    else:
        assert isinstance(found, BadPicture | TooLarge)
        assert found.slot == "picture"
        assert repr(path.name) in found.message


def test_after_all_that_the_child_is_the_same_and_well(renderer: Renderer) -> None:
    """A decoder that did harm, to its memory say, would be seen later."""
    before = drawn(renderer, shots.vase(), "vase")
    [child] = renderer._idle
    for name in hostile.REFUSED:
        with pytest.raises((BadPicture, TooLarge)):
            drawn(renderer, hostile.made(name), name)
    assert drawn(renderer, shots.vase(), "vase") == before
    assert renderer._idle == [child]
