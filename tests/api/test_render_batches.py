"""Whole sets of renders through the graph: counted first, made once each, called off, again."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event

from api.presets import shipped_presets
from api.renders import searched
from api.renders.layouts import Layouts
from domain.catalogue.models import Product, ProductState
from domain.compliance.models import SizePreset
from domain.compliance.presets import keep_presets
from domain.creatives.batch import RenderBatch
from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.jobs import Job
from domain.money import UnitPrice
from domain.outbox import OutboxEvent
from domain.templates.models import MediaTemplate, TemplateSet, TemplateSetItem
from domain.templates.states import VersionState
from tests.conftest import House, node_id
from tests.factories.assets import file_key, make_asset
from tests.factories.catalogue import make_product, make_variant
from tests.factories.creatives import make_kept_picture, make_shipped
from tests.factories.templates import (
    headline,
    make_set,
    make_template,
    make_version,
    small_document,
)
from tests.jobs.queued import in_queue

ASK = """mutation ($input: MediaSetRenderInput!) { mediaSetRender(input: $input) {
  renderBatch { id state itemCount queuedCount failedCount succeededCount
    renderJobs(first: 50, orderBy: OLDEST) { edges { node { id state fileName isReused error } } } }
  estimate { itemCount drawnCount reusedCount refusedCount processorSeconds
    refused { productId template layer slot errorCode error } }
  userErrors { code message path } } }"""
MOVE = """mutation ($input: %sInput!) { %s(input: $input) {
  renderBatch { id state itemCount cancelledCount retryOf { id } }
  userErrors { code message path } } }"""
NAMES = ("product-image-white", "poster-new-arrival")


def set_of(house: House, *names: str) -> TemplateSet:
    make_shipped(house, *names)
    row = TemplateSet(organization_id=house.organization.id, handle="set", title="Set")
    house.save(row)
    for position, name in enumerate(names):
        own = {"handle": name, "organization_id": house.organization.id}
        template = house.session.query(MediaTemplate).filter_by(**own).one()
        item = TemplateSetItem(
            organization_id=house.organization.id,
            template_set_id=row.id,
            template_id=template.id,
            position=position,
        )
        house.save(item)
    return row


def products(house: House, count: int) -> list[str]:
    """All but the last have a picture."""
    made = []
    for number in range(count):
        product = make_product(house, title=f"Mug {number}", handle=f"mug-{number}")
        make_variant(house, product, unit_price=UnitPrice((9 + number) * 1_000_000, "EUR"))
        if number < count - 1:
            key = f"sha256/{number:02x}/00/{number:02x}00" + "0" * 60
            make_kept_picture(house, product, file_key=key)
        made.append(node_id("Product", product))
    return made


def ask(house: House, **given: Any) -> Any:
    answer = house.query(ASK, input=given)
    assert "errors" not in answer, answer
    return answer["data"]["mediaSetRender"]


def move(house: House, verb: str, batch_id: str) -> Any:
    answer = house.query(MOVE % (verb[0].upper() + verb[1:], verb), input={"id": batch_id})
    assert "errors" not in answer, answer
    return answer["data"][verb]


def test_a_set_of_products_is_made_and_what_cannot_be_keeps_nothing_from_the_others(
    house: House,
) -> None:
    templates, ids = set_of(house, *NAMES), products(house, 3)
    given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
    dry = ask(house, **given, dryRun=True)
    assert (dry["renderBatch"], dry["userErrors"]) == (None, [])
    assert house.session.query(RenderJob).count() == 0
    estimate = dry["estimate"]
    counts = [estimate[name] for name in ("itemCount", "drawnCount", "reusedCount", "refusedCount")]
    assert counts == [6, 4, 0, 2]
    assert {one["productId"] for one in estimate["refused"]} == {ids[2]}
    assert {one["errorCode"] for one in estimate["refused"]} == {"SLOT_MISSING"}
    assert float(estimate["processorSeconds"]) > 0

    made = ask(house, **given)
    batch = made["renderBatch"]
    assert made["estimate"] == estimate
    assert (batch["state"], batch["itemCount"]) == ("QUEUED", 6)
    assert (batch["queuedCount"], batch["failedCount"]) == (4, 2)
    edges = [edge["node"] for edge in batch["renderJobs"]["edges"]]
    assert [one["state"] for one in edges] == ["QUEUED"] * 4 + ["FAILED"] * 2
    assert edges[0]["fileName"] == "mug-0-product-image-white.png"
    assert house.session.query(Job).count() == 4

    again = ask(house, **given)
    assert again["estimate"]["reusedCount"] == 4
    assert house.session.query(Job).count() == 4
    joined = again["renderBatch"]["renderJobs"]["edges"]
    assert [edge["node"]["isReused"] for edge in joined] == [True] * 4 + [False] * 2


def narrow(house: House) -> TemplateSet:
    """Of one still, whose headline has room for a short title of a product."""
    template = make_template(house)
    slots = {"title": {"kind": "TEXT", "required": True, "binding": "product.title"}}
    document = small_document(headline(size=40, lines=1), slots=slots)
    make_version(house, template, VersionState.PUBLISHED, document=document)
    return make_set(house, template)


def test_words_without_room_or_glyphs_are_told_of_by_a_dry_run_for_each_product(
    house: House,
) -> None:
    templates = narrow(house)
    titles = ("Mug", "A mug of clay with a lid and a saucer", "Mug", "\U0001f0a1")
    products = [make_product(house, title=title) for title in titles]
    ids = [node_id("Product", product) for product in products]
    given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
    estimate = ask(house, **given, dryRun=True)["estimate"]
    counts = [estimate[name] for name in ("itemCount", "drawnCount", "reusedCount", "refusedCount")]
    assert counts == [4, 1, 1, 2]
    handle = house.session.query(MediaTemplate).one().handle
    place = {"template": handle, "layer": "headline", "slot": "title"}
    told = [{name: one[name] for name in place} for one in estimate["refused"]]
    assert told == [place, place]
    assert [(one["productId"], one["errorCode"]) for one in estimate["refused"]] == [
        (ids[1], "TEXT_OVERFLOW"),
        (ids[3], "TEXT_GLYPH"),
    ]
    assert house.session.query(RenderJob).count() == 0


def test_a_dry_run_tries_each_layout_once_and_so_many_at_most(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    def look(_: Any, alike: Any) -> list[None]:
        tried.extend(one.values["title"] for one in alike)
        return [None] * len(alike)

    monkeypatch.setattr(Layouts, "_in_child", look)
    monkeypatch.setattr("api.renders.layouts.MOST", 3)
    monkeypatch.setattr("api.renders.layouts.A_CHILD", 2)
    titles = ("A", "B", "A", "C", "D")
    ids = [node_id("Product", make_product(house, title=title)) for title in titles]
    given = {"templateSetId": node_id("TemplateSet", narrow(house)), "productIds": ids}
    assert ask(house, **given, dryRun=True)["estimate"]["refusedCount"] == 0
    assert sorted(tried) == ["A", "B", "C"]


def told_of(house: House, batch_id: str) -> list[tuple[RenderState, list[str]]]:
    """The state of each render of a batch, and the events that say how it came to it."""
    house.session.commit()
    rows = house.session.query(RenderJob).filter_by(batch_id=UUID(batch_id.partition(":")[2]))
    found = []
    for row in rows.order_by(RenderJob.position).populate_existing():
        own = house.session.query(OutboxEvent).filter_by(subject_id=row.id)
        told = own.order_by(OutboxEvent.id).all()
        assert {one.subject_type for one in told} == {"RenderJob"}
        found.append((row.state, [one.kind.partition(".")[2] for one in told]))
    return found


def test_each_render_of_a_batch_is_told_of_as_one_that_stands_alone(house: House) -> None:
    templates, ids = set_of(house, NAMES[0]), products(house, 4)
    given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
    before = in_queue(house)
    first = ask(house, **given)["renderBatch"]["id"]
    queued, failed = (RenderState.QUEUED, ["queued"]), (RenderState.FAILED, ["failed"])
    assert told_of(house, first) == [queued, queued, queued, failed]
    placed = {f"{job.id}:0": "ENQUEUED" for job in house.session.query(Job)}
    house.session.commit()
    assert (len(placed), in_queue(house)) == (3, before | placed)

    done = house.session.query(RenderJob).filter_by(position=0).one()
    done.state, done.file_key, done.finished_at = RenderState.SUCCEEDED, "key", house.now
    house.session.commit()
    second = ask(house, **given)["renderBatch"]["id"]
    made = (RenderState.SUCCEEDED, ["succeeded"])
    assert told_of(house, second) == [made, queued, queued, failed]
    move(house, "renderBatchCancel", second)
    ended = (RenderState.CANCELLED, ["queued", "cancelled"])
    assert told_of(house, second) == [made, ended, ended, failed]


def test_a_set_asks_the_database_no_more_often_for_more_products(house: House) -> None:
    """A picture that is given for all is looked up once for a template, too."""
    templates, ids = set_of(house, NAMES[1]), products(house, 12)[:-1]
    photo = node_id("MediaAsset", make_asset(house, file_key=file_key(0xFF)))
    given = {
        "templateSetId": node_id("TemplateSet", templates),
        "values": {"picture": photo, "detail": photo},
    }
    counts: list[int] = []
    for some in (ids[:1], ids[1:3], ids[3:]):
        counts.append(0)

        def count(*_: Any) -> None:
            counts[-1] += 1

        event.listen(house.database.writing, "before_cursor_execute", count)
        made = ask(house, **given, productIds=some)
        event.remove(house.database.writing, "before_cursor_execute", count)
        assert made["estimate"]["drawnCount"] == len(some), made
    assert counts[1] == counts[2]
    assert counts[1] - counts[0] in {0, 2}  # the queue's own statement, and copies in two tables


def test_what_others_wait_for_is_drawn_though_the_first_who_asked_calls_it_off(
    house: House,
) -> None:
    templates, ids = set_of(house, NAMES[0]), products(house, 2)[:1]
    given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
    first, second = ask(house, **given)["renderBatch"], ask(house, **given)["renderBatch"]
    payload = move(house, "renderBatchCancel", first["id"])
    assert payload["userErrors"] == []
    assert payload["renderBatch"]["state"] == "CANCELLED"
    assert [error["code"] for error in move(house, "renderBatchCancel", first["id"])["userErrors"]]
    house.session.expire_all()
    waiting = house.session.query(RenderJob).filter_by(state=RenderState.QUEUED).one()
    assert node_id("RenderBatch", waiting.batch_id) == second["id"]
    assert waiting.drawn_by_id is None
    left = house.session.query(Job).filter(Job.finished_at.is_(None)).one()
    assert left.row_id == waiting.id


def test_what_failed_is_tried_again_from_rows_as_they_are_now(house: House) -> None:
    templates, ids = set_of(house, NAMES[0]), products(house, 2)[1:]
    given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
    batch = ask(house, **given)["renderBatch"]
    assert batch["state"] == "FAILED"
    row = house.session.query(RenderJob).one()
    make_kept_picture(house, house.session.get_one(Product, row.product_id))
    again = move(house, "renderBatchRetry", batch["id"])
    assert again["userErrors"] == []
    assert again["renderBatch"]["retryOf"] == {"id": batch["id"]}
    assert again["renderBatch"]["state"] == "QUEUED"
    assert house.session.query(RenderBatch).count() == 2
    [error] = move(house, "renderBatchRetry", batch["id"])["userErrors"]
    assert error["code"] == "CONFLICT"


def test_a_template_is_drawn_for_each_preset_that_it_suits(house: House) -> None:
    templates, ids = set_of(house, *NAMES), products(house, 2)[:1]
    keep_presets(house.session, house.now, shipped_presets())
    house.session.commit()
    named = {row.name: row for row in house.session.query(SizePreset).filter_by(is_newest=True)}
    wanted = [node_id("SizePreset", named[name]) for name in ("amazon-main", "story")]
    given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
    made = ask(house, **given, presetIds=wanted)
    assert made["userErrors"] == []
    edges = made["renderBatch"]["renderJobs"]["edges"]
    assert {edge["node"]["fileName"] for edge in edges} == {
        "mug-0-product-image-white-amazon-main.jpeg",
        "mug-0-poster-new-arrival-story.jpeg",
    }
    film = node_id("SizePreset", named["douyin"])
    [error] = ask(house, **given, presetIds=[film])["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["presetIds"])


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("mug", {"mug-0", "mug-1", "bowl"}),
        ("handle:mug-1", {"mug-1"}),
        ("(handle:mug-0 OR brand:Loam) -state:ARCHIVED", {"mug-0", "bowl"}),
        ("state:ARCHIVED", {"mug-1"}),
        ("", {"mug-0", "mug-1", "bowl"}),
    ],
)
def test_a_set_is_made_of_what_the_search_for_products_finds(
    house: House, monkeypatch: pytest.MonkeyPatch, query: str, found: set[str]
) -> None:
    """In pages of two, here."""
    monkeypatch.setattr(searched, "ASK", searched.ASK.replace("first: 100", "first: 2"))
    templates = set_of(house, NAMES[0])
    products(house, 2)
    bowl = make_product(house, title="Bowl beside a mug", handle="bowl", brand="Loam")
    make_kept_picture(house, bowl)
    house.session.query(Product).filter_by(handle="mug-1").one().state = ProductState.ARCHIVED
    house.session.commit()
    given = {"templateSetId": node_id("TemplateSet", templates), "query": query}
    made = ask(house, **given)
    assert made["userErrors"] == []
    names = {row.file_name.removesuffix(".png") for row in house.session.query(RenderJob)}
    assert names == {f"{handle}-{NAMES[0]}" for handle in found}


def test_a_search_for_a_set_is_refused_as_any_other_and_finds_what_one_sees(house: House) -> None:
    templates = set_of(house, NAMES[0])
    make_product(house.second, title="Mug")
    given = {"templateSetId": node_id("TemplateSet", templates)}
    for query, words in (
        ("mug", "It finds no products."),
        ("a OR", "search"),
        ("size:3", "size"),
        (None, "Give either products or a query."),
    ):
        [error] = ask(house, **given, query=query)["userErrors"]
        path = ["productIds"] if query is None else ["query"]
        assert (error["code"], error["path"]) == ("INVALID", path)
        assert words in error["message"]
