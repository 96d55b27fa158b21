"""What ships becomes rows of each organisation, once; and which version is meant."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, func, select

from api.template_documents import checked, document_of
from api.what_ships import keep_what_ships, shipped_templates
from domain.errors import Conflict, NotFound
from domain.json_text import sha256_of
from domain.templates import versions
from domain.templates.documents import written
from domain.templates.models import (
    MediaTemplate,
    MediaTemplateVersion,
    TemplateSet,
    TemplateSetItem,
    TemplateSlot,
)
from domain.templates.shipped import Shipped, keep_templates
from domain.templates.shipped_sets import SETS, keep_sets
from domain.templates.states import SlotKind, VersionState
from media.document import shelf
from media.document.facts import facts_of
from media.document.library import read
from media.document.schema import template_schema
from tests.conftest import House
from tests.factories.templates import latest, make_template, small_document
from tests.house import MONDAY

_S = VersionState
MODELS = (MediaTemplate, MediaTemplateVersion, TemplateSlot, TemplateSet, TemplateSetItem)


def release(number: int, handle: str = "poster-tea") -> Shipped:
    """A template as that release ships it."""
    document = small_document(revision=number, title=f"Tea {number}")
    text = written(document)
    return Shipped(handle, sha256_of(text), partial(document_of, text, document))


def counted(house: House) -> list[int]:
    found = [house.session.scalar(select(func.count()).select_from(model)) for model in MODELS]
    house.session.commit()
    return [number or 0 for number in found]


def keep(house: House, *shipped: Shipped) -> None:
    keep_templates(house.session, house.now, shipped)
    house.session.commit()


def told(house: House, handle: str = "poster-tea") -> list[tuple[int, str]]:
    found = select(MediaTemplateVersion.number, MediaTemplateVersion.state).join(MediaTemplate)
    own = MediaTemplate.organization_id == house.organization.id
    rows = house.session.execute(
        found.where(own, MediaTemplate.handle == handle).order_by(MediaTemplateVersion.number)
    ).all()
    house.session.commit()
    return [(number, state.name) for number, state in rows]


def test_all_that_ships_is_there_for_everybody_and_written_once(house: House) -> None:
    assert house.second
    for _ in range(2):
        keep_what_ships(house.session, MONDAY)
        house.session.commit()
        found = counted(house)
        shipped = len(shipped_templates())
        assert found[:2] == [2 * shipped, 2 * shipped]
        assert found[3] == 2 * len(SETS)
        assert found[4] == 2 * sum(len(one.templates) for one in SETS)
    text = """{ mediaTemplates(first: 100, filter: {isShipped: {eq: true}, state: {eq: PUBLISHED}}) {
      edges { node { handle title titleZh published { number slots { name } } } } } }"""
    edges = house.query(text)["data"]["mediaTemplates"]["edges"]
    by_handle = {edge["node"]["handle"]: edge["node"] for edge in edges}
    assert set(by_handle) == {one.handle for one in shipped_templates()}
    poster = by_handle["poster-new-arrival"]
    assert (poster["title"], poster["titleZh"]) == ("New arrival, quiet", "新品海报 · 静")
    names = [slot["name"] for slot in poster["published"]["slots"]]
    assert names == list(shelf.stored("poster-new-arrival")["slots"])


def test_as_many_statements_for_many_organisations_as_for_one(house: House) -> None:
    def during(act: Callable[[], None]) -> int:
        said: list[str] = []
        engine = house.database.writing

        def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
            said.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        act()
        event.remove(engine, "before_cursor_execute", note)
        return len(said)

    few = during(lambda: keep(house, release(1)))
    assert house.second
    more = [release(1, f"poster-{number}") for number in range(5)]
    assert during(lambda: keep(house, *more)) <= few
    assert during(lambda: keep(house, *more)) <= few - 3


def test_a_new_release_is_a_new_version_and_the_old_one_stays(house: House) -> None:
    for number in (1, 2, 2, 3):
        keep(house, release(number))
    assert told(house) == [(1, "RETIRED"), (2, "RETIRED"), (3, "PUBLISHED")]
    template = house.session.query(MediaTemplate).one()
    assert (template.title, template.search_text) == ("Tea 3", "poster-tea\ntea 3")
    assert house.session.query(TemplateSlot).count() == 3


def test_a_template_of_ones_own_keeps_its_handle(house: House) -> None:
    own = make_template(house, handle="poster-tea")
    keep(house, release(1))
    assert told(house) == [(1, "DRAFT")]
    assert latest(house, own).number == 1


def test_sets_follow_what_ships_and_ones_own_are_left_alone(house: House) -> None:
    keep(house, release(1, "one"), release(1, "two"))
    [launch] = [one for one in SETS if one.handle == "launch"]
    for templates in (("one", "two", "not-there"), ("two",), ("two",)):
        keep_sets(house.session, MONDAY, [launch._replace(templates=templates)])
        house.session.commit()
        held = select(MediaTemplate.handle).join(
            TemplateSetItem, TemplateSetItem.template_id == MediaTemplate.id
        )
        found = house.session.scalars(held.order_by(TemplateSetItem.position)).all()
        house.session.commit()
        assert found == [one for one in templates if one != "not-there"]
    house.session.query(TemplateSet).update({"is_shipped": False})
    keep_sets(house.session, MONDAY, [launch._replace(templates=("one",))])
    assert house.session.query(TemplateSetItem).count() == 1


def test_sets_that_ship_are_of_templates_that_ship() -> None:
    known = {one.handle for one in shipped_templates()}
    assert {name for one in SETS for name in one.templates} <= known


@pytest.mark.parametrize("name", [one.handle for one in shipped_templates()])
def test_the_facts_of_a_document_are_what_media_reads(name: str) -> None:
    document = shelf.stored(name)
    template, facts = read(document), facts_of(document)
    assert (facts.width_px, facts.height_px) == (template.width_px, template.height_px)
    assert {slot.name: slot for slot in facts.slots} == dict(template.slots)
    assert set(facts.languages) == set(template.languages)
    assert facts.languages[0] == "en"
    assert set(template.placements) <= set(facts.presets)
    document_said = checked(document)
    assert document_said == replace(document_said, text=written(document))


def test_slots_are_of_the_kinds_of_the_schema() -> None:
    kinds = template_schema()["$defs"]["slot"]["properties"]["kind"]["enum"]
    assert [kind.name for kind in SlotKind] == kinds


def test_the_version_to_use_is_the_published_one_or_the_one_named(house: House) -> None:
    template = make_template(house, _S.RETIRED, _S.PUBLISHED, _S.IN_REVIEW, _S.DRAFT)
    work = house.work()
    for named in (template.id, template.handle):
        assert versions.version_to_use(work, named).number == 2
        assert versions.version_to_use(work, named, 2).number == 2
    for number, usable in (
        (1, versions.FOR_REPEATS),
        (3, versions.FOR_PREVIEWS),
        (4, versions.FOR_PREVIEWS),
    ):
        assert versions.version_to_use(work, template.id, number, usable=usable).number == number
        with pytest.raises(Conflict, match=f"Version {number} of {template.handle} is "):
            versions.version_to_use(work, template.id, number)
    with pytest.raises(Conflict, match="is RETIRED"):
        versions.version_to_use(work, template.id, 1, usable=versions.FOR_PREVIEWS)


def test_what_is_not_there_is_not_used(house: House) -> None:
    draft = make_template(house, _S.DRAFT)
    put_away = make_template(house, _S.PUBLISHED, archived_at=MONDAY)
    foreign = make_template(house.second, _S.PUBLISHED)
    work = house.work()
    for named, number, kind in (
        ("nowhere", None, NotFound),
        (foreign.id, None, NotFound),
        (draft.id, 7, NotFound),
        (draft.id, None, Conflict),
        (put_away.id, None, Conflict),
    ):
        with pytest.raises(kind) as caught:
            versions.version_to_use(work, named, number, path="template_id")
        assert caught.value.path == ("template_id",)
    again = versions.version_to_use(work, put_away.id, 1, usable=versions.FOR_REPEATS)
    assert again.number == 1
