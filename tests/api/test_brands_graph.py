"""Brand kits: set whole, the default of a store or of all, looked over; and fonts that are added."""

from typing import Any
from uuid import UUID

import pytest
from PIL import Image, ImageDraw

from api.added_fonts import faces_of, pinned
from api.brand_values import NO_BRAND, Brand, brands_of
from api.renders.binding import Around, bound
from domain.assets.states import AssetKind, Licence
from domain.brands.models import FontAsset
from domain.brands.roles import ColorRole, FontRole
from domain.permissions import Role
from domain.work import Actor
from media.document.slots import fill
from media.document.template import parse
from tests.api.catalogue_changes import change
from tests.conftest import House, node_id
from tests.factories.assets import make_asset
from tests.factories.brands import make_font, make_kit, ttf
from tests.factories.pictures import saved
from tests.factories.stores import make_store
from tests.factories.templates import headline, make_template, make_version, small_document
from tests.factories.uploads import sent

_NOTHING: dict[str, Any] = {}
COLORS: list[dict[str, Any]] = [
    {"role": "TEXT", "hex": "#1F2A2C"},
    {"role": "PRIMARY", "hex": "#1d4d4f"},
    {"role": "BACKGROUND", "hex": "#f5efe6"},
]
KIT = """brandKit { id name isDefault version scripts clearSpace logoMinPx archivedAt store { name }
  colors { role hex } fonts { role family fontAsset { family } } logo { fileName }
  lint { rule roles verdict measured } }"""


def refusal(house: House, field: str, actor: Actor | None = None, **given: Any) -> Any:
    [error] = change(house, field, "", actor, **given)["userErrors"]
    return error


def a_logo(house: House, ground: tuple[int, ...] = (0, 0, 0, 0)) -> Any:
    image = Image.new("RGBA", (300, 200), ground)
    ImageDraw.Draw(image).rectangle((50, 50, 249, 149), fill=(29, 77, 79, 255))
    key = house.storage.put(saved(image), media_type="image/png")
    return make_asset(house, file_key=key, file_name="sign.png")


def _kit(more: dict[str, Any]) -> dict[str, Any]:
    return {"name": "Harbour", "colors": COLORS, **more}


def set_kit(house: House, **more: Any) -> Any:
    payload = change(house, "brandKitSet", KIT, **_kit(more))
    assert payload["userErrors"] == []
    return payload["brandKit"]


def test_a_kit_is_kept_whole_and_looked_over(house: House) -> None:
    store = make_store(house, "Tea", currency="CNY")
    font = make_font(house, scripts="LATIN HAN")
    kit = set_kit(
        house,
        storeId=node_id("Store", store),
        logoId=node_id("MediaAsset", a_logo(house)),
        clearSpace="0.4",
        logoMinPx=30,
        fonts=[
            {"role": "BODY", "fontAssetId": node_id("FontAsset", font)},
            {"role": "HEADING", "family": "Instrument Serif"},
        ],
    )
    findings = {(one["rule"], *one["roles"]): one for one in kit.pop("lint")}
    assert kit == {
        "id": kit["id"],
        "name": "Harbour",
        "isDefault": True,
        "version": 1,
        "scripts": ["LATIN", "HAN"],
        "clearSpace": "0.4",
        "logoMinPx": 30,
        "archivedAt": None,
        "store": {"name": "Tea"},
        "colors": [
            {"role": "PRIMARY", "hex": "#1d4d4f"},
            {"role": "BACKGROUND", "hex": "#f5efe6"},
            {"role": "TEXT", "hex": "#1f2a2c"},
        ],
        "fonts": [
            {"role": "HEADING", "family": "Instrument Serif", "fontAsset": None},
            {"role": "BODY", "family": "House Sans", "fontAsset": {"family": "House Sans"}},
        ],
        "logo": {"fileName": "sign.png"},
    }
    assert findings["CONTRAST", "TEXT", "BACKGROUND"]["verdict"] == "PASS"
    assert findings["LOGO_MARGIN", "LOGO"]["measured"] == "0.50 of the mark's height"
    assert findings["LOGO_TRANSPARENCY", "LOGO"]["verdict"] == "PASS"
    assert findings["FONT_COVERAGE", "HEADING"]["verdict"] == "WARN"
    assert findings["FONT_COVERAGE", "BODY"]["verdict"] == "PASS"


def test_a_kit_is_said_anew_whole(house: House) -> None:
    kit = set_kit(house, fonts=[{"role": "BODY", "family": "Inter"}])
    changed = set_kit(house, id=kit["id"], colors=COLORS[:1], expectedVersion=1)
    assert (changed["id"], changed["version"], changed["fonts"]) == (kit["id"], 2, [])
    assert changed["colors"] == [{"role": "TEXT", "hex": "#1f2a2c"}]


def test_one_kit_of_each_is_the_default(house: House) -> None:
    """The last that was set so; a store without one takes the organisation's."""
    own, other = make_store(house, "Own"), make_store(house, "Other")
    shared, later = set_kit(house, name="Old"), set_kit(house, name="All")
    set_kit(house, name="Own", storeId=node_id("Store", own))
    asked = "{ stores(orderBy: NAME) { edges { node { name brandKit { name } } } } brandKits(orderBy: NAME) { edges { node { name isDefault } } } }"
    data = house.query(asked)["data"]
    kits = {one["node"]["name"]: one["node"]["brandKit"]["name"] for one in data["stores"]["edges"]}
    assert kits == {"Other": "All", "Own": "Own"}
    defaults = {one["node"]["name"]: one["node"]["isDefault"] for one in data["brandKits"]["edges"]}
    assert defaults == {"All": True, "Old": False, "Own": True}
    payload = change(house, "brandKitArchive", "brandKit { isDefault archivedAt }", id=later["id"])
    assert payload["brandKit"] == {"isDefault": False, "archivedAt": "2026-03-02T09:00:00.000Z"}
    assert house.query(f'{{ store(id: "{node_id("Store", other)}") {{ brandKit {{ id }} }} }}') == {
        "data": {"store": {"brandKit": None}}
    }
    again = refusal(house, "brandKitArchive", id=later["id"])
    assert again["code"] == "CONFLICT"
    assert refusal(house, "brandKitSet", id=later["id"], name="x", colors=COLORS)["path"] == ["id"]
    assert shared["id"] != later["id"]


@pytest.mark.parametrize(
    ("wrong", "code", "path"),
    [
        ({"colors": []}, "REQUIRED", ["colors"]),
        ({"colors": [{"role": "TEXT", "hex": "red"}]}, "INVALID", ["colors"]),
        ({"colors": [*COLORS, COLORS[0]]}, "INVALID", ["colors"]),
        ({"fonts": [{"role": "BODY", "family": "Comic Sans"}]}, "INVALID", ["fonts"]),
        ({"fonts": [{"role": "BODY"}]}, "INVALID", ["fonts"]),
        ({"clearSpace": "4.1"}, "INVALID", ["clearSpace"]),
        ({"logoMinPx": 0}, "INVALID", ["logoMinPx"]),
        ({"scripts": []}, "REQUIRED", ["scripts"]),
        ({"name": " "}, "REQUIRED", ["name"]),
        ({"logoId": "MediaAsset:00000000-0000-0000-0000-000000000000"}, "NOT_FOUND", ["logoId"]),
    ],
)
def test_what_no_kit_has_is_refused(
    house: House, wrong: dict[str, Any], code: str, path: list[str]
) -> None:
    error = refusal(house, "brandKitSet", **_kit(wrong))
    assert (error["code"], error["path"]) == (code, path)


def test_a_logo_is_a_picture_that_is_there_and_shows_something(house: House) -> None:
    film = make_asset(house, kind=AssetKind.VIDEO)
    gone = make_asset(house)
    blank = make_asset(house, file_key=blank_key(house))
    said = []
    for asset in (film, gone, blank):
        id = node_id("MediaAsset", asset)
        error = refusal(house, "brandKitSet", name="x", colors=COLORS, logoOnDarkId=id)
        said.append((error["code"], error["path"], error["message"]))
    path = ["logoOnDarkId"]
    assert said == [
        ("INVALID", path, "A logo is a picture."),
        ("CONFLICT", path, "Its file is gone from the storage."),
        ("INVALID", path, "'logo' is of one colour alone: there is no mark in it."),
    ]


def blank_key(house: House) -> str:
    return house.storage.put(saved(Image.new("RGB", (20, 20))), media_type="image/png")


def test_a_kit_of_a_store_is_for_those_who_work_there(house: House) -> None:
    own, other = make_store(house, "Own"), make_store(house, "Other")
    designer = house.actor(Role.DESIGNER, stores=[own])
    given: dict[str, Any] = {"name": "Own", "colors": COLORS}
    mine = change(house, "brandKitSet", "brandKit { id }", actor=designer,
                  **given, storeId=node_id("Store", own))  # fmt: skip
    assert mine["userErrors"] == []
    for more, code in (
        (_NOTHING, "FORBIDDEN"),
        ({"storeId": node_id("Store", other)}, "NOT_FOUND"),
    ):
        assert refusal(house, "brandKitSet", actor=designer, **given, **more)["code"] == code
    moved = refusal(house, "brandKitSet", **given, id=mine["brandKit"]["id"])
    assert (moved["code"], moved["path"]) == ("CONFLICT", ["storeId"])


FONT = "isExisting fontAsset { id family weightMin weightMax isItalic scripts sizeBytes licence }"


def test_a_font_is_looked_at_and_kept_once(house: House) -> None:
    file: dict[str, Any] = {"licence": "OPEN", "family": "House Serif"}
    payload = change(house, "fontAssetCreate", FONT, file=sent(ttf(), "h.ttf"), **file)
    font = payload["fontAsset"]
    assert (payload["isExisting"], payload["userErrors"]) == (False, [])
    assert font == {
        "id": font["id"],
        "family": "House Serif",
        "weightMin": 400,
        "weightMax": 400,
        "isItalic": False,
        "scripts": ["LATIN"],
        "sizeBytes": len(ttf()),
        "licence": "OPEN",
    }
    again = change(house, "fontAssetCreate", FONT, file=sent(ttf(), "other.ttf"), **file)
    assert (again["isExisting"], again["fontAsset"]) == (True, font)


@pytest.mark.parametrize(
    ("data", "more", "code", "path"),
    [
        (b"no font", {}, "INVALID", "'a.ttf' is no font."),
        (b"wOF2" + b"\0" * 100, {}, "INVALID", "'a.ttf' is WOFF2; hand in the TTF or OTF."),
        (ttf()[:5_000], {}, "INVALID", "'a.ttf' has a broken table"),
        (ttf(1), {}, "INVALID", "is named 'Instrument Serif', as a shipped one is"),
        (ttf(1), {"family": "Inter"}, "INVALID", "is named 'Inter', as a shipped one is"),
        (ttf(1), {"family": "A\0"}, "INVALID", "cannot be stored"),
        (ttf(1), {"family": "B", "licence": "UNKNOWN"}, "INVALID", "a font has a licence"),
    ],
)
def test_what_is_no_font_of_ours_is_refused_by_name_and_reason(
    house: House, data: bytes, more: dict[str, str], code: str, path: str
) -> None:
    given: dict[str, Any] = {"file": sent(data, "a.ttf"), "licence": "OWN", **more}
    error = refusal(house, "fontAssetCreate", **given)
    assert error["code"] == code
    assert path in error["message"]


def test_a_font_that_is_used_stays(house: House) -> None:
    font = make_font(house, family="House Sans")
    template = make_template(house)
    version = make_version(
        house, template, document=small_document(headline(font=["House Sans", "Inter"]))
    )
    kit = make_kit(house, fonts={FontRole.BODY: font})
    asked = "mutation ($input: FontAssetDeleteInput!) { fontAssetDelete(input: $input) { deletedId userErrors { message code ... on InUse { places } } } }"
    given = {"id": node_id("FontAsset", font)}
    [error] = house.query(asked, input=given)["data"]["fontAssetDelete"]["userErrors"]
    places = [node_id("BrandKit", kit), node_id("MediaTemplateVersion", version)]
    assert (error["code"], error["places"]) == ("IN_USE", places)
    free = {"id": node_id("FontAsset", make_font(house, family="House"))}
    assert house.query(asked, input=free)["data"]["fontAssetDelete"]["deletedId"] == free["id"]


def test_templates_take_a_stores_brand_or_the_organisations(house: House) -> None:
    own, other, bare = (make_store(house, name) for name in ("Own", "Other", "Bare"))
    asset, font = make_asset(house), make_font(house)
    shared = make_kit(house, logo_id=asset.id, is_default=True)
    colors = {ColorRole.TEXT_ON_PRIMARY: "#ffffff"}
    fonts: dict[FontRole, Any] = {FontRole.HEADING: "Archivo", FontRole.BODY: font}
    mine = make_kit(house, colors, fonts, store_id=own.id, is_default=True)
    make_kit(house, store_id=other.id)  # not the default
    found = brands_of(house.work(), [own.id, other.id, bare.id, None])
    faces = {"House Sans": {f"House Sans={font.sha256}": font.file_key}}
    families = {"heading": "Archivo", "body": "House Sans"}
    assert found[own.id] == Brand(
        mine.id, {"brand.textOnPrimary": "#ffffff"}, {}, families, {"body": font.id}, faces
    )
    assert found[other.id] == found[bare.id] == found[None]
    assert found[None].kit_id == shared.id
    assert found[None].logos == {"brand.logo": asset.file_key}
    assert brands_of(house.second.work(), [None]) == {None: NO_BRAND}


LINT = """query ($kit: ID!, $version: ID, $document: JSON) {
  brandLint(brandKitId: $kit, templateVersionId: $version, document: $document) {
    rule path layer verdict measured } }"""


def test_a_template_is_held_to_a_kit_as_a_version_or_a_document(house: House) -> None:
    kit = node_id("BrandKit", make_kit(house, fonts={FontRole.BODY: "Archivo"}))
    version = make_version(house, make_template(house))
    by_version = house.query(LINT, kit=kit, version=node_id("MediaTemplateVersion", version))
    by_document = house.query(LINT, kit=kit, document=small_document())
    assert by_version == by_document
    found = {(one["rule"], one["path"]): one for one in by_version["data"]["brandLint"]}
    assert found["CONTRAST", "layers[0]"]["verdict"] == "PASS"
    assert found["FONT", "layers[0]"] == {
        "rule": "FONT",
        "path": "layers[0]",
        "layer": "headline",
        "verdict": "WARN",
        "measured": "Inter",
    }


def test_who_may_not_see_a_kit_or_a_template_lints_nothing(house: House) -> None:
    kit = node_id("BrandKit", make_kit(house))
    version = node_id("MediaTemplateVersion", make_version(house, make_template(house)))
    asked: list[tuple[Any, dict[str, Any], str]] = [
        (house.actor(Role.FINANCE), {"version": version}, "FORBIDDEN"),
        (house.second.manager, {"version": version}, "BAD_USER_INPUT"),
        (house.second.manager, {"document": small_document()}, "BAD_USER_INPUT"),
        (None, {}, "BAD_USER_INPUT"),
        (None, {"document": {"version": 1}}, "BAD_USER_INPUT"),
    ]
    for actor, given, code in asked:
        [error] = house.query(LINT, actor, kit=kit, **given)["errors"]
        assert error["extensions"]["code"] == code


def test_of_two_files_of_one_face_the_kits_is_taken_or_the_last_that_was_added() -> None:
    def font(number: int, **more: Any) -> FontAsset:
        usual: dict[str, Any] = {"family": "Sans", "weights": (400, 400), "italic": False}
        said = {**usual, **more}
        return FontAsset(
            id=UUID(int=number),
            organization_id=UUID(int=0),
            family=said["family"],
            file_key=f"key-{number}",
            file_name="a.ttf",
            sha256=str(number),
            size_bytes=1,
            weight_min=said["weights"][0],
            weight_max=said["weights"][1],
            width_min=100,
            width_max=100,
            is_italic=said["italic"],
            character_count=1,
            scripts="LATIN",
            licence=Licence.OWN,
        )

    fonts = [
        font(1),
        font(2),
        font(3, italic=True),
        font(4, weights=(700, 700)),
        font(5, family="Serif"),
    ]
    last = {"Sans=2": "key-2", "Sans=3": "key-3", "Sans=4": "key-4"}
    assert faces_of(fonts) == {"Sans": last, "Serif": {"Serif=5": "key-5"}}
    assert set(faces_of(fonts, {UUID(int=1), None})["Sans"]) == {"Sans=1", "Sans=3", "Sans=4"}
    assert pinned(faces_of(fonts), ["Sans", "Inter"]) == last


def test_a_render_takes_the_brand_where_its_template_asks_for_it() -> None:
    """Colours and the mark by their bindings, families by their roles; what is given goes before."""
    layer = headline(font=["brand.heading", "Inter"])
    slots = {
        "title": {"kind": "TEXT", "default": {"en": "Tea"}},
        "tone": {"kind": "COLOR", "binding": "brand.accent"},
        "ground": {"kind": "COLOR", "binding": "brand.background"},
        "logo": {"kind": "LOGO", "binding": "store.logo"},
    }
    template = parse(small_document(layer, slots=slots))
    brand = Brand(
        colors={"brand.accent": "#b6481b", "brand.background": "#f5efe6"},
        logos={"brand.logo": "sha256/ab"},
        fonts={"heading": "Archivo"},
    )
    made = bound(template, {"tone": "#000000"}, Around(None, [], None, False, brand=brand))
    assert made.values == {
        "tone": "#000000",
        "ground": "#f5efe6",
        "logo": "picture",
        "fonts": {"heading": "Archivo"},
    }
    assert made.pictures == {"picture": "sha256/ab"}
    fill(template, made.values, made.pictures)
