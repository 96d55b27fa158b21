"""An asset is held to a preset, what was found is kept, and the gate before a sale asks for it."""

import json
from typing import Any

import pytest

from api.presets import facts_of, shipped_presets
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind
from domain.catalogue.models import Product
from domain.compliance.models import ComplianceFinding, ComplianceResult, SizePreset
from domain.compliance.presets import keep_presets
from domain.compliance.states import Verdict
from domain.permissions import Role
from domain.stores import selling
from domain.stores.readiness import ListingGap, ListingNotReady
from domain.stores.states import StoreState
from tests.factories.assets import make_asset
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.compliance import make_preset, make_result
from tests.factories.stores import make_listing, make_platform, make_store
from tests.factories.uploads import noise, png
from tests.house import MONDAY, House, node_id
from tests.writes.compliance import DOCUMENT, plain_document

CHECK = """mutation ($input: ComplianceCheckInput!) { complianceCheck(input: $input) {
  complianceResult { verdict checkedAt checkedBy { email } asset { fileName } preset { name }
    findings { rule verdict measured limit message } }
  userErrors { code path message } } }"""
CREATE = """mutation ($input: SizePresetCreateInput!) { sizePresetCreate(input: $input) {
  sizePreset { name number isNewest isOwn rules } userErrors { code path message } } }"""


def kept(house: House, data: bytes, **more: Any) -> MediaAsset:
    return make_asset(house, file_key=house.storage.put(data, media_type="image/png"), **more)


def checked(house: House, asset: MediaAsset, preset: SizePreset) -> Any:
    ids = {"assetId": node_id("MediaAsset", asset), "presetId": node_id("SizePreset", preset)}
    answer = house.query(CHECK, input=ids)
    assert "errors" not in answer, answer
    return answer["data"]["complianceCheck"]


def test_each_rule_is_measured_and_kept(house: House) -> None:
    asset = kept(house, png(1, 300, 200), file_name="mug.png")
    preset = make_preset(house, document=plain_document(width_px={"min": 500}, formats=["JPEG"]))
    result = checked(house, asset, preset)["complianceResult"]
    assert result["verdict"] == "FAIL"
    found = {one["rule"]: one for one in result["findings"]}
    assert (found["width"]["verdict"], found["width"]["measured"]) == ("FAIL", "300 px")
    assert found["format"]["verdict"] == "FAIL"
    assert found["kind"]["verdict"] == "PASS"
    assert result["asset"]["fileName"] == "mug.png"


def test_the_last_check_takes_the_place_of_the_one_before(house: House) -> None:
    asset = kept(house, noise(600, 600))
    preset = make_preset(house, document=plain_document())
    old = make_result(house, asset, preset, verdict=Verdict.FAIL)
    assert checked(house, asset, preset)["complianceResult"]["verdict"] == "PASS"
    house.session.expire_all()
    [row] = house.session.query(ComplianceResult).all()
    assert (row.id, row.verdict, row.version) == (old.id, Verdict.PASS, 2)
    rules = [one.rule for one in house.session.query(ComplianceFinding).order_by("position")]
    assert len(rules) == len(set(rules)) > 1


@pytest.mark.parametrize(
    ("more", "data", "words"),
    [
        ({"kind": AssetKind.AUDIO}, png(), "Only pictures and films"),
        ({}, b"no picture at all", "cannot be checked"),
        ({"file_key": "sha256/00/00/" + "0" * 64}, None, "gone from the storage"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(
    house: House, more: dict[str, Any], data: bytes | None, words: str
) -> None:
    asset = make_asset(house, **more) if data is None else kept(house, data, **more)
    refused = checked(house, asset, make_preset(house, document=plain_document()))
    assert refused["complianceResult"] is None
    [error] = refused["userErrors"]
    assert words in error["message"]
    assert error["path"] == ["assetId"]
    assert not house.session.query(ComplianceResult).count()


def test_strangers_assets_are_not_looked_at(house: House) -> None:
    strange = kept(house.second, png())
    [error] = checked(house, strange, make_preset(house))["userErrors"]
    assert (error["code"], error["path"]) == ("NOT_FOUND", ["assetId"])


def test_what_ships_is_kept_once_and_mended(house: House) -> None:
    keep_presets(house.session, MONDAY, shipped_presets())
    house.session.commit()
    rows = house.session.query(SizePreset).all()
    assert len(rows) == len(shipped_presets())
    assert {(row.name, row.number) for row in rows if not row.is_newest} == {("wechat-header", 1)}
    [main] = [row for row in rows if row.name == "taobao-main"]
    main.title = "Something else"
    house.session.commit()
    keep_presets(house.session, MONDAY, shipped_presets())
    house.session.commit()
    house.session.expire_all()
    assert house.session.query(SizePreset).count() == len(rows)
    assert main.title == "Taobao main image, square"
    assert {row.version for row in house.session.query(SizePreset)} <= {1, 3}


def created(house: House, document: Any, role: Role = Role.MANAGER) -> Any:
    answer = house.query(CREATE, house.actor(role), input={"document": document})
    return answer["data"]["sizePresetCreate"]


def test_a_preset_of_ones_own_grows_by_versions(house: House) -> None:
    first = created(house, DOCUMENT)["sizePreset"]
    assert first == {
        "name": "own-square", "number": 1, "isNewest": True, "isOwn": True, "rules": DOCUMENT,
    }  # fmt: skip
    second = created(
        house, {**DOCUMENT, "version": 2, "width_px": {"min": 700}, "canvas_px": [700, 700]}
    )
    assert second["sizePreset"]["number"] == 2
    newest = house.session.query(SizePreset.number).filter(SizePreset.is_newest.is_(True)).all()
    assert [number for (number,) in newest] == [2]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"version": 2}, "Its next version is 1."),
        ({"name": "taobao-main"}, "comes with Tradepost"),
        ({"width_px": {"min": 900}}, "canvas_px is outside of width_px"),
        ({"colour": "red"}, "colour is no field of a preset"),
        ({"source": ""}, "source must be words"),
        ({"valid_from": "2026-02-01"}, "before it was read"),
        ({"title": {"en": "x" * 201, "zh": "x"}}, "the most is 200"),
        ({"title": {"en": "x", "zh": "a\x00b"}}, "cannot be stored"),
        ({"platform": "x" * 101}, "the most is 100"),
        ({"source": "a\x00b"}, "cannot be stored"),
    ],
)
def test_a_preset_that_cannot_be_is_refused_by_its_field(
    house: House, more: dict[str, Any], words: str
) -> None:
    keep_presets(house.session, MONDAY, shipped_presets())
    house.session.commit()
    [error] = created(house, {**DOCUMENT, **more})["userErrors"]
    assert words in error["message"]
    assert error["path"][0] == "document"


@pytest.mark.parametrize("document", [None, [], "x", 1, {"name": "\x00"}, {"name": {}}])
def test_what_is_no_preset_is_refused(house: House, document: Any) -> None:
    answer = house.query(CREATE, input={"document": document})
    assert "errors" in answer or answer["data"]["sizePresetCreate"]["userErrors"]


def test_facts_are_those_of_the_document() -> None:
    facts = facts_of({**DOCUMENT, "main_of": ["TAOBAO", "TMALL"]})
    assert (facts.name, facts.number, facts.main_of) == ("own-square", 1, "TAOBAO\nTMALL")
    assert json.loads(facts.document)["canvas_px"] == [600, 600]


def listed(house: House, code: str = "TAOBAO") -> tuple[Any, MediaAsset]:
    """A listing that may go live, and the asset that buyers see first."""
    product = make_product(house)
    variant = make_variant(house, product)
    picture = make_picture(house, product, asset_id=(asset := make_asset(house)).id, url=None,
        file_key=asset.file_key, file_name="mug.png", media_type="image/png", size_bytes=1_000,
        width_px=200, height_px=200)  # fmt: skip
    assert picture.asset_id == asset.id
    store = make_store(house, platform_id=make_platform(house, code=code).id, state=StoreState.OPEN)
    return make_listing(house, store, variant), asset


@pytest.mark.parametrize(
    ("code", "preset", "verdict", "is_refused"),
    [
        ("TAOBAO", {}, Verdict.FAIL, True),
        ("TAOBAO", {}, Verdict.WARN, False),
        ("TAOBAO", {"is_newest": False}, Verdict.FAIL, False),
        ("TAOBAO", {"main_of": ""}, Verdict.FAIL, False),
        ("TAO", {}, Verdict.FAIL, False),
        ("TAOBAO", {"main_of": "TAO_AO\nTMALL"}, Verdict.FAIL, False),
    ],
)
def test_the_gate_asks_what_its_platform_asks_of_the_first_picture(
    house: House, code: str, preset: dict[str, Any], verdict: Verdict, *, is_refused: bool
) -> None:
    listing, asset = listed(house, code)
    held = make_preset(house, **{"main_of": "JD\nTAOBAO\nTMALL", **preset})
    make_result(house, asset, held, verdict=verdict)
    if not is_refused:
        selling.publish_listing(
            house.work(), selling.mark_listing_ready(house.work(), listing.id).id
        )
        return
    with pytest.raises(ListingNotReady) as refused:
        selling.mark_listing_ready(house.work(), listing.id)
    assert refused.value.missing == (ListingGap.PICTURE_REFUSED,)


def test_a_picture_further_back_does_not_matter_and_the_variants_own_comes_first(
    house: House,
) -> None:
    listing, asset = listed(house)
    product = house.session.get_one(Product, listing.product_id)
    make_result(house, asset, make_preset(house, main_of="TAOBAO"))
    make_picture(house, product, position=9, variant_id=listing.variant_id)
    selling.mark_listing_ready(house.work(), listing.id)
