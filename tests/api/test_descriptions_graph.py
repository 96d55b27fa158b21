"""Descriptions through the graph: composed, edited, handed in, decided, shown; and their rules."""

import json
from datetime import timedelta
from typing import Any

import pytest

from domain.catalogue.models import Product
from domain.descriptions.models import DescriptionFinding, ForbiddenPhrase, TitleLimit
from domain.descriptions.shipped import keep_phrases_and_limits, shipped_phrases
from domain.descriptions.states import DescriptionState
from domain.permissions import Role
from domain.stores.models import Platform
from domain.stores.states import PlatformKind
from tests.api.catalogue_changes import change
from tests.conftest import House, node_id
from tests.connectors.shared import shared
from tests.factories.catalogue import make_attribute, make_picture, make_product, make_variant
from tests.factories.descriptions import make_description, make_phrase
from tests.factories.people import make_user
from tests.factories.stores import make_listing, make_platform, make_store

SHOWN = """description { id number state title sellingPoints sizeTable care blocks score version
  locale isGenerated appliedAt decisionReason basedOn { number } platform { code } listing { id }
  findings { kind part pointsLost phrase reason mend } }
  userErrors { ... on DescriptionNotFit { phrases } }"""


def send(house: House, field: str, actor: Any = None, **given: Any) -> Any:
    return change(house, field, SHOWN, actor, **given)


def done(house: House, field: str, **given: Any) -> Any:
    payload = send(house, field, **given)
    assert payload["userErrors"] == [], payload
    return payload["description"]


def refusal(house: House, field: str, **given: Any) -> tuple[str, list[str]]:
    payload = send(house, field, **given)
    [error] = payload["userErrors"]
    assert payload["description"] is None
    return error["code"], error["path"]


def mug(house: House, **more: Any) -> Product:
    """A product that says enough of itself, in both languages."""
    usual = {
        "title": "Tide Mug",
        "title_zh": "潮汐马克杯",
        "brand": "Port",
        "option_1_name": "Colour",
    }
    product = make_product(house, **{**usual, **more})
    said = {
        "Material": "Stoneware, matt glaze",
        "Capacity": "350 ml",
        "Care": "Hand wash",
        "材质": "炻器，哑光釉",
        "容量": "350 毫升",
        "尺寸": "直径 8 厘米",
        "保养": "手洗",
    }
    for place, (name, value) in enumerate(said.items()):
        make_attribute(house, product, name, value=value, position=place)
    for colour in ("Navy", "Sand"):
        make_variant(house, product, option_1=colour)
    make_picture(house, product, alt="A mug & a saucer", alt_zh="一只杯子")
    return product


def shop(house: House, code: str = "TAOBAO") -> Any:
    """A shipped platform, what ships about it, and a store there."""
    keep_phrases_and_limits(house.session, house.now.replace(year=2026, month=11))
    platform = Platform(code=code, name=code.title(), kind=PlatformKind.MARKETPLACE)
    house.save(platform)
    return platform, make_store(house, platform_id=platform.id)


def kinds(description: Any) -> set[str]:
    return {one["kind"] for one in description["findings"]}


def test_a_description_says_what_the_catalogue_says(house: House) -> None:
    product = mug(house)
    made = done(house, "descriptionGenerate", productId=node_id("Product", product), locale="EN")
    assert made["title"] == "Port Tide Mug, Stoneware, 350 ml"
    assert made["sellingPoints"] == ["Stoneware, matt glaze", "Holds 350 ml"]
    assert made["sizeTable"] == {"head": ["Measure", "Value"], "rows": [["Capacity", "350 ml"]]}
    assert made["care"] == "Hand wash."
    assert (made["number"], made["state"], made["isGenerated"]) == (1, "DRAFT", True)
    assert kinds(made) == {"FEW_SELLING_POINTS", "FEW_ATTRIBUTES"}  # 尺寸 is in Chinese alone
    assert made["score"] == 100 - sum(one["pointsLost"] for one in made["findings"])
    [picture, opening, *_] = made["blocks"]
    assert picture["text"] == "A mug & a saucer"
    assert opening["text"] == "Tide Mug by Port. Available in Navy and Sand."


def test_the_same_catalogue_gives_the_same_words_and_the_next_number(house: House) -> None:
    given = {"productId": node_id("Product", mug(house)), "locale": "ZH"}
    first, second = (done(house, "descriptionGenerate", **given) for _ in range(2))
    own = {"id", "number"}
    assert {k: v for k, v in first.items() if k not in own} == {
        k: v for k, v in second.items() if k not in own
    }
    assert (first["number"], second["number"]) == (1, 2)
    assert first["title"] == "Port 潮汐马克杯 炻器 350 毫升 直径 8 厘米"
    assert first["sellingPoints"] == ["炻器材质，哑光釉", "容量 350 毫升", "尺寸：直径 8 厘米"]


def test_a_listing_is_described_for_its_platform_with_what_was_chosen(house: House) -> None:
    platform, store = shop(house)
    product = mug(house)
    variant = make_variant(house, product, option_1="Rust")
    listing = node_id("Listing", make_listing(house, store, variant))
    made = done(house, "descriptionGenerate", listingId=listing, locale="ZH")
    assert made["title"] == "Port 潮汐马克杯 铁锈红 炻器 350 毫升 直径 8 厘米"
    assert (made["platform"], made["listing"]) == ({"code": platform.code}, {"id": listing})


def test_limits_hold_from_their_day_on(house: House) -> None:
    """Amazon took 200 characters until July 2026, and 75 since."""
    platform, _ = shop(house, "AMAZON")
    product = mug(house, title="Mug " + "with a very long name " * 6)
    given = {"productId": node_id("Product", product), "platformId": node_id("Platform", platform)}
    lengths = []
    for day in (0, 365):
        house.now += timedelta(days=day)
        lengths.append(len(done(house, "descriptionGenerate", locale="EN", **given)["title"]))
    assert 75 < lengths[0] <= 200
    assert lengths[1] <= 75


def test_what_we_say_of_a_limit_goes_before_what_ships(house: House) -> None:
    platform, _ = shop(house)
    text = """mutation ($input: TitleLimitSetInput!) { titleLimitSet(input: $input) {
      titleLimit { most isOwn validFrom } userErrors { code } } }"""
    for most in (40, 20):
        given = {"platformId": node_id("Platform", platform), "unit": "BYTES_GB18030"}
        answer = house.query(text, input={**given, "most": most, "source": "Seller desk"})
        limit = answer["data"]["titleLimitSet"]["titleLimit"]
        assert limit == {"most": most, "isOwn": True, "validFrom": "2026-03-02"}
    assert (
        house.session.query(TitleLimit).filter(TitleLimit.organization_id.is_not(None)).count() == 1
    )
    product = node_id("Product", mug(house))
    made = done(
        house, "descriptionGenerate", productId=product, locale="ZH",
        platformId=node_id("Platform", platform),
    )  # fmt: skip
    assert made["title"] == "Port 潮汐马克杯 炻器"


def test_one_says_what_it_is_for(house: House) -> None:
    assert refusal(house, "descriptionGenerate", locale="EN") == ("INVALID", ["productId"])
    listing = node_id("Listing", make_listing(house))
    platform = node_id("Platform", make_platform(house))
    given = {"listingId": listing, "platformId": platform, "locale": "EN"}
    assert refusal(house, "descriptionGenerate", **given) == ("INVALID", ["platformId"])
    missing = {"productId": node_id("Product", mug(house)), "platformId": "Platform:x"}
    expected = ("NOT_FOUND", ["platformId"])
    assert refusal(house, "descriptionGenerate", locale="EN", **missing) == expected


def test_an_edit_is_the_next_version_and_the_page_follows(house: House) -> None:
    made = done(house, "descriptionGenerate", productId=node_id("Product", mug(house)), locale="EN")
    edited = done(
        house,
        "descriptionEdit",
        id=made["id"],
        title="Port  Tide Mug",
        sellingPoints=["Fits the hand", "Keeps its colour"],
        care=None,
        sizeTable={"head": ["Size", "Holds"], "rows": [["One", "350 ml"]]},
    )
    assert (edited["number"], edited["basedOn"], edited["isGenerated"]) == (2, {"number": 1}, False)
    assert edited["title"] == "Port Tide Mug"
    lists = [block["items"] for block in edited["blocks"] if block["kind"] == "LIST"]
    assert lists == [["Fits the hand", "Keeps its colour"]]
    assert [
        b["head"] for b in edited["blocks"] if b.get("part") == "SIZE_TABLE" and "head" in b
    ] == [["Size", "Holds"]]
    assert "Hand wash." not in json.dumps([b for b in edited["blocks"] if b["kind"] == "PARAGRAPH"])
    assert "CARE_MISSING" in kinds(edited)
    before = house.query(
        "query ($id: ID!) { productDescription(id: $id) { state title } }", id=made["id"]
    )
    assert before["data"]["productDescription"] == {"state": "RETIRED", "title": made["title"]}


def test_a_whole_page_is_written_by_hand(house: House) -> None:
    product = mug(house)
    picture = node_id("ProductPicture", make_picture(house, product))
    made = done(house, "descriptionGenerate", productId=node_id("Product", product), locale="EN")
    page = [
        {"kind": "HEADING", "text": "A mug"},
        {"kind": "PICTURE", "pictureId": picture},
        {"kind": "TABLE", "head": ["a"], "rows": [["b"]]},
    ]
    edited = done(house, "descriptionEdit", id=made["id"], blocks=page)
    assert [block["kind"] for block in edited["blocks"]] == ["HEADING", "PICTURE", "TABLE"]
    another = node_id("ProductPicture", make_picture(house, make_product(house)))
    wrong = [{"kind": "PICTURE", "pictureId": another}]
    expected = ("NOT_FOUND", ["blocks", "0", "pictureId"])
    assert refusal(house, "descriptionEdit", id=edited["id"], blocks=wrong) == expected


def test_what_is_in_review_is_not_followed(house: House) -> None:
    row = make_description(house, state=DescriptionState.IN_REVIEW)
    given = {"id": node_id("ProductDescription", row), "title": "Other"}
    assert refusal(house, "descriptionEdit", **given) == ("CONFLICT", ["id"])


def test_a_forbidden_word_costs_and_keeps_it_from_being_handed_in(house: House) -> None:
    shop(house)
    product = mug(house, title_zh="最佳马克杯")
    made = done(house, "descriptionGenerate", productId=node_id("Product", product), locale="ZH")
    assert "FORBIDDEN_PHRASE" in kinds(made)
    assert made["score"] <= 60
    assert "第九条" in made["findings"][0]["reason"]
    [error] = send(house, "descriptionSubmit", id=made["id"])["userErrors"]
    assert (error["__typename"], error["code"]) == ("DescriptionNotFit", "CONFLICT")
    assert error["phrases"] == ["最佳"]


def test_what_was_forbidden_meanwhile_is_not_approved_nor_shown(house: House) -> None:
    ids = {}
    for state in (DescriptionState.IN_REVIEW, DescriptionState.APPROVED):
        row = make_description(house, title="Magic mug", state=state)
        ids[state.name] = node_id("ProductDescription", row)
    make_phrase(house, "magic")
    given = {"id": ids["IN_REVIEW"], "decision": "APPROVE"}
    assert refusal(house, "descriptionDecide", **given) == ("CONFLICT", ["id"])
    assert refusal(house, "descriptionApply", id=ids["APPROVED"]) == ("CONFLICT", ["id"])
    rejected = done(house, "descriptionDecide", id=given["id"], decision="REJECT", reason="Magic")
    assert (rejected["state"], rejected["decisionReason"]) == ("REJECTED", "Magic")
    checked = done(house, "descriptionCheck", id=ids["APPROVED"])
    assert checked["findings"][0]["phrase"] == "magic"


def test_approval_retires_what_was_approved_for_the_same_place(house: House) -> None:
    product = mug(house)
    platform = make_platform(house)
    same, other = (
        make_description(house, product, state=DescriptionState.APPROVED, **more)
        for more in ({}, {"platform_id": platform.id})
    )
    made = make_description(house, product)
    done(house, "descriptionSubmit", id=node_id("ProductDescription", made))
    approved = done(
        house, "descriptionDecide", id=node_id("ProductDescription", made), decision="APPROVE"
    )
    assert approved["state"] == "APPROVED"
    house.session.expire_all()
    assert (same.state, other.state) == (DescriptionState.RETIRED, DescriptionState.APPROVED)


@pytest.mark.parametrize(
    ("field", "more", "state"),
    [
        ("descriptionSubmit", {}, DescriptionState.APPROVED),
        ("descriptionDecide", {"decision": "APPROVE"}, DescriptionState.DRAFT),
        ("descriptionDecide", {"decision": "REJECT", "reason": "No"}, DescriptionState.RETIRED),
    ],
)
def test_no_state_is_left_out(house: House, field: str, more: Any, state: DescriptionState) -> None:
    row = make_description(house, state=state)
    given = {"id": node_id("ProductDescription", row), **more}
    assert refusal(house, field, **given) == ("INVALID_TRANSITION", [])


def test_a_rejection_says_why(house: House) -> None:
    row = make_description(house, state=DescriptionState.IN_REVIEW)
    given = {"id": node_id("ProductDescription", row), "decision": "REJECT"}
    assert refusal(house, "descriptionDecide", **given) == ("REQUIRED", ["reason"])


@pytest.mark.parametrize(
    ("locale", "field"), [("EN", "description_html"), ("ZH", "description_html_zh")]
)
def test_what_is_approved_becomes_the_products_page(house: House, locale: str, field: str) -> None:
    product = mug(house)
    made = done(house, "descriptionGenerate", productId=node_id("Product", product), locale=locale)
    assert refusal(house, "descriptionApply", id=made["id"]) == ("CONFLICT", ["id"])
    done(house, "descriptionSubmit", id=made["id"])
    done(house, "descriptionDecide", id=made["id"], decision="APPROVE")
    shown = done(house, "descriptionApply", id=made["id"])
    assert shown["appliedAt"]
    house.session.expire_all()
    page = getattr(house.session.get_one(Product, product.id), field)
    assert page.startswith('<figure><img src="https://pictures.example/')
    assert page.count("<table>") == 2


def test_what_is_approved_becomes_a_listings_title(house: House) -> None:
    platform, store = shop(house)
    product = mug(house)
    listing = make_listing(house, store, make_variant(house, product, option_1="Rust"))
    row = make_description(
        house, product, state=DescriptionState.APPROVED, platform_id=platform.id, title="Port mug"
    )
    given = {"id": node_id("ProductDescription", row)}
    done(house, "descriptionApply", **given, listingId=node_id("Listing", listing))
    house.session.refresh(listing)
    assert listing.own_title == "Port mug"
    elsewhere = make_listing(
        house, make_store(house), make_variant(house, product, option_1="Moss")
    )
    stranger = make_listing(house, store)
    house.session.commit()
    for one in (elsewhere, stranger):
        said = refusal(house, "descriptionApply", **given, listingId=node_id("Listing", one))
        assert said == ("INVALID", ["listingId"])


def add(house: House, **given: Any) -> Any:
    usual = {"phrase": "Magic", "locale": "EN", "category": "OTHER", "why": "House rule"}
    text = """mutation ($input: ForbiddenPhraseCreateInput!) { forbiddenPhraseCreate(input: $input) {
      forbiddenPhrase { id isOwn validFrom readOn platformCode harmlessIn } userErrors { code path } } }"""
    return house.query(text, input={**usual, **given})["data"]["forbiddenPhraseCreate"]


@pytest.mark.parametrize(
    "day", ["2026-W10-1", "20260302", "2026-3-2", "2026-03-02T00:00", 20260302]
)
def test_a_day_is_written_in_one_way(house: House, day: Any) -> None:
    text = """mutation ($input: ForbiddenPhraseCreateInput!) {
      forbiddenPhraseCreate(input: $input) { userErrors { code } } }"""
    given = {"phrase": "Magic", "locale": "EN", "category": "OTHER", "why": "x", "validFrom": day}
    [error] = house.query(text, input=given)["errors"]
    assert "2026-03-02" in error["message"]


def test_a_phrase_of_ones_own_holds_until_it_is_retired(house: House) -> None:
    added = add(house, harmlessIn=["magic marker"])["forbiddenPhrase"]
    assert (added["isOwn"], added["validFrom"], added["readOn"]) == (True, "2026-03-02", None)
    assert added["harmlessIn"] == ["magic marker"]
    row = make_description(house, title="Magic mug, magic marker")
    given = {"id": node_id("ProductDescription", row)}
    found = done(house, "descriptionCheck", **given)["findings"]
    assert [one["phrase"] for one in found if one["kind"] == "FORBIDDEN_PHRASE"] == ["Magic"]
    assert add(house)["userErrors"] == [{"code": "TAKEN", "path": ["phrase"]}]
    retire = """mutation ($input: ForbiddenPhraseRetireInput!) { forbiddenPhraseRetire(input: $input) {
      forbiddenPhrase { validUntil } userErrors { code } } }"""
    answers = [house.query(retire, input={"id": added["id"]})["data"] for _ in range(2)]
    assert answers[0]["forbiddenPhraseRetire"]["forbiddenPhrase"] == {"validUntil": "2026-03-02"}
    assert answers[1]["forbiddenPhraseRetire"]["userErrors"] == [{"code": "CONFLICT"}]
    assert "FORBIDDEN_PHRASE" not in kinds(done(house, "descriptionCheck", **given))


def test_what_ships_is_kept_once_and_retired_by_nobody(house: House) -> None:
    for _ in range(2):
        keep_phrases_and_limits(house.session, house.now)
    house.session.commit()
    rows = house.session.query(ForbiddenPhrase).all()
    assert len(rows) == len(shipped_phrases())
    assert {row.version for row in rows} == {1}
    text = """mutation ($input: ForbiddenPhraseRetireInput!) { forbiddenPhraseRetire(input: $input) {
      userErrors { code } } }"""
    answer = house.query(text, input={"id": node_id("ForbiddenPhrase", rows[0])})
    assert answer["data"]["forbiddenPhraseRetire"]["userErrors"] == [{"code": "CONFLICT"}]


def test_findings_are_replaced_and_not_heaped_up(house: House) -> None:
    row = make_description(house)
    for _ in range(3):
        done(house, "descriptionCheck", id=node_id("ProductDescription", row))
    found = house.session.query(DescriptionFinding).filter_by(description_id=row.id)
    assert len({one.position for one in found}) == found.count()


def test_a_designer_writes_and_the_manager_approves(house: House) -> None:
    designer, manager = house.actor(Role.DESIGNER), house.actor(Role.MANAGER)
    row = node_id("ProductDescription", make_description(house))
    assert send(house, "descriptionSubmit", designer, id=row)["userErrors"] == []
    given = {"id": row, "decision": "APPROVE"}
    [error] = send(house, "descriptionDecide", designer, **given)["userErrors"]
    assert error["code"] == "FORBIDDEN"
    assert send(house, "descriptionDecide", manager, **given)["userErrors"] == []


def test_who_made_it_approves_it_only_where_nobody_else_could(house: House) -> None:
    """They may give it up, though; and one person with every role goes on alone."""
    row = node_id("ProductDescription", make_description(house, made_by_id=house.manager.user_id))
    done(house, "descriptionSubmit", id=row)
    another = make_user(house, Role.MANAGER)
    assert refusal(house, "descriptionDecide", id=row, decision="APPROVE")[0] == "FORBIDDEN"
    another.disabled_at = house.now
    house.save(another)
    assert done(house, "descriptionDecide", id=row, decision="APPROVE")["state"] == "APPROVED"


def test_naughty_strings_in_every_field_are_kept_as_they_are_or_refused(house: House) -> None:
    """All in one description a time: what cannot be kept is refused by its path, nothing breaks."""
    strings: list[str] = json.loads(shared("naughty_strings", "blns.json").read_text("utf-8"))
    said = [one for one in strings if one.strip() and "\0" not in one]
    product = make_product(house, said[0][:200] or "x")
    for place in range(48):
        make_attribute(
            house,
            product,
            f"{place} {said[place * 9 % len(said)]}"[:100],
            value=said[place * 7 % len(said)][:500],
            position=place,
        )
    made = done(house, "descriptionGenerate", productId=node_id("Product", product), locale="EN")
    for start in range(0, len(said), 120):
        part = [one[:600] for one in said[start : start + 120]]
        edited = done(
            house,
            "descriptionEdit",
            id=made["id"],
            title=part[0][:200],
            sellingPoints=part[:20],
            care=part[1],
            sizeTable={"head": part[2:4], "rows": [part[4:6]]},
            blocks=[
                {"kind": "LIST", "items": part[at : at + 60]} for at in range(0, len(part), 60)
            ],
        )
        assert edited["sellingPoints"] == [one.strip() for one in part[:20]]
        assert 0 <= edited["score"] <= 100
        made = edited
