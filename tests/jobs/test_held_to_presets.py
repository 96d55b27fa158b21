"""What is made for a preset is held to it at once, and what was found is kept beside it."""

import json
from typing import Any
from uuid import UUID

import pytest

from api.commands.set_files import Made
from domain.catalogue.models import ProductState
from domain.compliance.models import ComplianceResult, SizePreset
from domain.compliance.states import Verdict
from domain.creatives.models import RenderJob
from domain.stores.states import ListingState
from domain.templates.states import VersionState
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.compliance import make_preset
from tests.factories.reviews import make_shown
from tests.factories.stores import make_listing
from tests.factories.templates import make_set, make_template, make_version, small_document
from tests.house import House, node_id
from tests.jobs.studio import Studio
from tests.media.presets.made import ROW

FOUND = "compliance { id verdict checkedBy { id } findings { rule verdict measured limit } }"
SEEN = f"""query ($id: ID!) {{ renderJob(id: $id) {{
  state verdict notes {FOUND} sideFiles {{ role {FOUND} }} }} }}"""
HEAVY = {"bytes": {"min": 900_000}}
"""No picture of ours is so heavy."""


def held(house: House, name: str, **rules: Any) -> SizePreset:
    """A preset of the house's own, of the small template's shape."""
    row = {**ROW, "name": name, "canvas_px": [400, 300], "formats": ["PNG"], **rules}
    return make_preset(house, name=name, document=json.dumps(row))


def asked(studio: Studio, preset: SizePreset | None, **document: Any) -> dict[str, Any]:
    template = make_template(studio.house)
    words = small_document(**document) if document else None
    make_version(studio.house, template, VersionState.PUBLISHED, document=words)
    return {
        "template": template.handle,
        "productId": node_id("Product", studio.product()),
        "values": {} if document else {"title": "New"},
        **({"presetId": node_id("SizePreset", preset)} if preset else {}),
    }


def seen(studio: Studio, render_id: str) -> Any:
    return studio.house.query(SEEN, id=render_id)["data"]["renderJob"]


def results(studio: Studio) -> int:
    found = studio.house.session.query(ComplianceResult).count()
    studio.house.session.commit()
    return found


def test_what_breaks_a_rule_is_made_and_says_which_by_how_much(studio: Studio) -> None:
    house = studio.house
    given = asked(studio, held(house, "heavy", **HEAVY))
    bad = studio.drawn("posterRender", **given)["id"]
    light = held(house, "light", bytes={"max": 900_000})
    light_id = node_id("SizePreset", light)
    good = studio.drawn("posterRender", **{**given, "presetId": light_id})["id"]
    none = studio.drawn("posterRender", **asked(studio, None))["id"]

    row = seen(studio, bad)
    assert (row["state"], row["verdict"], row["notes"]) == ("SUCCEEDED", "FAIL", "")
    result = row["compliance"]
    assert (result["verdict"], result["checkedBy"]) == ("FAIL", None)
    rules = {one["rule"]: one for one in result["findings"]}
    assert [one["rule"] for one in result["findings"]] == ["kind", "format", "file_size"]
    assert rules["format"]["verdict"] == "PASS"
    size = len(studio.bytes_of(bad))
    assert rules["file_size"] == {
        "rule": "file_size",
        "verdict": "FAIL",
        "measured": f"{size:,} bytes",
        "limit": "at least 900,000 bytes",
    }
    assert (seen(studio, good)["verdict"], seen(studio, none)["verdict"]) == ("PASS", None)
    assert seen(studio, none)["compliance"] is None

    text = """query ($verdict: VerdictEnumFilter!) { renderJobs(filter: {verdict: $verdict}) {
      edges { node { id } } } }"""
    for wanted, made in (({"eq": "FAIL"}, bad), ({"in": ["PASS"]}, good), ({"isNull": True}, none)):
        answer = house.query(text, verdict=wanted)["data"]["renderJobs"]
        assert answer["edges"] == [{"node": {"id": made}}]


@pytest.mark.parametrize("when", ["while it waits", "when it is drawn"])
def test_who_shares_the_file_shares_the_verdict(studio: Studio, when: str) -> None:
    given = asked(studio, held(studio.house, "heavy", **HEAVY))
    first = studio.asked("posterRender", **given)
    if when == "when it is drawn":
        studio.draw()
    second = studio.asked("posterRender", **given)
    studio.draw()
    assert seen(studio, first) == seen(studio, second)
    assert (seen(studio, second)["verdict"], results(studio)) == ("FAIL", 1)


def test_the_same_file_is_not_held_anew_and_another_version_is_another_matter(
    studio: Studio,
) -> None:
    house = studio.house
    given = asked(studio, held(house, "heavy", **HEAVY))
    first = studio.drawn("posterRender", **given)["id"]
    kept = seen(studio, first)["compliance"]
    again = studio.drawn("renderJobRepeat", id=first)["id"]
    assert seen(studio, again)["compliance"] == kept
    row = {"version": 2, "bytes": {"max": 900_000}}
    newer = held(house, "heavy-2", **row)
    given["presetId"] = node_id("SizePreset", newer)
    other = seen(studio, studio.drawn("posterRender", **given)["id"])
    assert (other["verdict"], seen(studio, first)["verdict"]) == ("PASS", "FAIL")
    assert results(studio) == 2


def test_a_page_in_pieces_is_as_good_as_its_pieces(studio: Studio) -> None:
    tiles = [
        {"name": f"tile-{n}", "kind": "shape", "fill": "#204060", "size": [400, 400]}
        for n in range(3)
    ]
    page = {"name": "page", "kind": "stack", "gap": 60, "box": [0, 0, "100%", 0], "layers": tiles}
    canvas = {"width_px": 400, "height_px": 3000, "ground": "#FFFFFF", "hug": "page"}
    preset = held(studio.house, "page", slice_px=500, height_px={"max": 500})
    given = asked(studio, preset, layers=[page], canvas=canvas, slots={})
    made = seen(studio, studio.drawn("posterRender", **given)["id"])
    assert (made["state"], made["verdict"], made["compliance"]["verdict"]) == (
        "SUCCEEDED",
        "PASS",
        "FAIL",  # as one file it is too high
    )
    pieces = made["sideFiles"]
    assert len(pieces) == 3
    assert {(one["role"], one["compliance"]["verdict"]) for one in pieces} == {("PIECE", "PASS")}


def test_a_batch_counts_what_breaks_its_preset_and_each_item_says_so(studio: Studio) -> None:
    house = studio.house
    template = make_template(house)
    make_version(house, template, VersionState.PUBLISHED)
    presets = [held(house, "heavy", **HEAVY), held(house, "light")]
    given = {
        "templateSetId": node_id("TemplateSet", make_set(house, template)),
        "productIds": [node_id("Product", studio.product(title)) for title in ("Mug", "Jug")],
        "presetIds": [node_id("SizePreset", preset) for preset in presets],
        "values": {"title": "New"},
    }
    of = """renderBatch { id }"""
    batch_id = studio.change("mediaSetRender", of, **given)["renderBatch"]["id"]
    studio.draw()
    text = """query ($id: ID!) { renderBatch(id: $id) { state succeededCount failedCount refusedCount
      renderJobs(first: 9) { edges { node { verdict preset { name } } } } } }"""
    batch = house.query(text, id=batch_id)["data"]["renderBatch"]
    counts = [batch[f"{name}Count"] for name in ("succeeded", "failed", "refused")]
    assert batch["state"] == "SUCCEEDED"
    items = [edge["node"] for edge in batch["renderJobs"]["edges"]]
    told = [(one["preset"]["name"], one["verdict"]) for one in items]
    assert sorted(told) == [("heavy", "FAIL")] * 2 + [("light", "PASS")] * 2
    assert counts == [4, 0, 2]
    jobs = house.session.query(RenderJob).filter_by(verdict=Verdict.FAIL).populate_existing()
    names = sorted(job.file_name for job in jobs)
    every = house.session.query(RenderJob).populate_existing().all()
    assert sorted(Made.of(house.work(), every).refused) == names
    assert len(names) == 2


def test_what_was_found_keeps_its_picture_off_sale_without_another_check(studio: Studio) -> None:
    house = studio.house
    preset = held(house, "heavy", **HEAVY)
    made = studio.drawn("posterRender", **asked(studio, preset))["id"]
    row = house.session.get_one(RenderJob, UUID(made.partition(":")[2]))
    product = make_product(house, state=ProductState.ACTIVE)
    make_picture(house, product)
    listing = make_listing(house, variant=make_variant(house, product), state=ListingState.READY)
    make_shown(house, listing, asset_id=row.asset_id, preset_id=preset.id)
    of = "listing { id } "
    [error] = studio.tried("listingPublish", of, id=node_id("Listing", listing))["userErrors"]
    assert "PICTURE_REFUSED" in error["message"]
