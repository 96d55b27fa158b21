"""Selling points, sizes, care, the page and its score: each says what attributes say."""

import pytest

from domain.descriptions.blocks import Block, checked, html, kept, read
from domain.descriptions.care import care, rules_for
from domain.descriptions.composing import Draft, compose
from domain.descriptions.counting import Limit
from domain.descriptions.facts import Choice, Fact, Facts, Shown, choice_in, in_language
from domain.descriptions.language import foreign_words, said_in
from domain.descriptions.phrases import Phrase
from domain.descriptions.points import lead, selling_points
from domain.descriptions.repeats import repeats
from domain.descriptions.scoring import FULL, Finding, Known, looked_over, score, stopping
from domain.descriptions.sizes import Table, size_table
from domain.descriptions.states import (
    BlockKind,
    DescriptionFindingKind,
    DescriptionLocale,
    LengthUnit,
    PhraseCategory,
)
from domain.errors import DomainError

EN, ZH = DescriptionLocale.EN, DescriptionLocale.ZH
K = DescriptionFindingKind


def facts(locale: DescriptionLocale, **attributes: str) -> Facts:
    said = tuple(Fact(name.replace("_", " "), value) for name, value in attributes.items())
    return Facts(
        locale, "Mug" if locale is EN else "马克杯", "Tide" if locale is EN else "潮汐", said
    )


MUG = facts(
    EN, Material="Stoneware, matt glaze", Capacity="350 ml", Care="Hand wash", Made_in="Porto"
)
BEI = facts(ZH, 材质="炻器，哑光釉", 容量="350 毫升", 保养="手洗", 产地="景德镇")


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (facts(EN, Material="Waxed cotton canvas, leather"), ["Waxed cotton canvas, leather"]),
        (facts(EN, Capacity="18 to 24 litres"), ["Holds 18 to 24 litres"]),
        (facts(EN, Capacity="Pot 160 ml"), ["Capacity: Pot 160 ml"]),
        (
            facts(EN, Pockets="Two inside, one bottle loop"),
            ["Pockets: two inside, one bottle loop"],
        ),
        (facts(EN, Light="IP44"), ["Light: IP44"]),
        (facts(EN, Care="Hand wash", Made_in="Porto"), []),
        (facts(ZH, 材质="蜡棉帆布，植鞣皮"), ["蜡棉帆布搭配植鞣皮"]),
        (facts(ZH, 材质="12 毫米棉绳，黄铜扣，皮质缠头"), ["12 毫米棉绳，配黄铜扣、皮质缠头"]),
        (facts(ZH, 材质="炻器，哑光釉"), ["炻器材质，哑光釉"]),
        (facts(ZH, 材质="纯棉帆布，480 克／平方米"), ["纯棉帆布材质，480 克／平方米"]),
        (facts(ZH, 材质="瓷"), ["瓷质"]),
        (facts(ZH, 容量="350 毫升"), ["容量 350 毫升"]),
        (facts(ZH, 口袋="内袋两个"), ["口袋：内袋两个"]),
    ],
)
def test_a_selling_point_says_what_its_attribute_says(known: Facts, said: list[str]) -> None:
    assert selling_points(known) == said


@pytest.mark.parametrize(
    ("locale", "choices", "said"),
    [
        (
            EN,
            [("Colour", ["Olive", "Navy", "Rust"])],
            "Mug by Tide. Available in Olive, Navy and Rust.",
        ),
        (EN, [("Size", ["S", "M"])], "Mug by Tide. Two sizes: S and M."),
        (EN, [("Ruling", ["Dotted", "Plain"])], "Mug by Tide. Ruling: Dotted or Plain."),
        (
            EN,
            [("Set", ["Set of two", "Set of six"])],
            "Mug by Tide. Available as set of two or set of six.",
        ),
        (EN, [("Colour", ["Olive"])], "Mug by Tide."),
        (ZH, [("Colour", ["Olive", "Fog"])], "潮汐 马克杯。橄榄绿、Fog 两色可选。"),
        (
            ZH,
            [("Size", ["Small, 30 × 20 cm", "Large"])],
            "潮汐 马克杯。小号（30 × 20 厘米）、大号两种尺寸可选。",
        ),
    ],
)
def test_the_page_begins_with_what_there_is_to_choose(
    locale: DescriptionLocale, choices: list[tuple[str, list[str]]], said: str
) -> None:
    made = tuple(choice_in(locale, name, values) for name, values in choices)
    known = facts(locale)
    assert lead(Facts(locale, known.name, known.brand, choices=made)) == said


SIZES = (Choice("Size", ("S", "M")),)


@pytest.mark.parametrize(
    ("attributes", "weights", "table"),
    [
        (
            [("Chest", "S 92 cm, M 96 cm")],
            [],
            Table(("Size", "Chest"), (("S", "92 cm"), ("M", "96 cm"))),
        ),
        ([("Chest (S)", "92 cm")], [], Table(("Size", "Chest"), (("S", "92 cm"), ("M", "")))),
        (
            [("Capacity", "14 or 24 litres")],
            [("S", 410), ("M", 1590)],
            Table(("Size", "Weight"), (("S", "410 g"), ("M", "1.59 kg"))),
        ),
        (
            [("Capacity", "14 litres")],
            [],
            Table(("Measure", "Value"), (("Capacity", "14 litres"),)),
        ),
        ([], [], Table(("Size",), (("S",), ("M",)))),
    ],
)
def test_a_measure_is_of_a_size_only_where_that_is_said(
    attributes: list[tuple[str, str]], weights: list[tuple[str, int]], table: Table
) -> None:
    said = tuple(Fact(*one) for one in attributes)
    known = Facts(EN, "Shirt", attributes=said, choices=SIZES, weights_g=tuple(weights))
    assert size_table(known) == table


def test_without_a_size_there_is_no_table() -> None:
    assert size_table(facts(EN, Material="Clay")) is None


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (MUG, "Hand wash."),
        (BEI, "手洗。"),
        (
            facts(EN, Material="Recycled wool"),
            "Wash wool cold by hand or on a wool programme. Dry wool lying flat, out of the sun.",
        ),
        (facts(ZH, 材质="欧洲亚麻"), "亚麻可在 40℃ 以下水洗，微湿时熨烫。"),
        (
            facts(EN, Material="Ceramic base", Bulb="E27"),
            "Switch it off and wipe it with a soft dry cloth.",
        ),
        (facts(EN, Storage="Cool and dry"), "Storage: Cool and dry."),
        (facts(ZH, 纸张="90 克米色纸，适合钢笔"), "纸面用软刷或羽毛掸拂尘。纸品请保持干燥。"),
        (facts(EN, Material="Unobtainium"), ""),
    ],
)
def test_care_is_what_is_said_of_it_or_what_the_material_asks_for(known: Facts, said: str) -> None:
    assert care(known) == said


def test_the_particular_material_goes_before_the_plain() -> None:
    [rule] = rules_for("waxed cotton")
    assert "waxed cotton" in rule.words
    assert [rule.words[0] for rule in rules_for("brass, cotton")] == ["brass", "cotton"]


def test_of_two_languages_the_one_that_is_asked_for_is_used() -> None:
    both = [("Material", "Clay"), ("材质", "陶"), ("Care", "Hand wash"), ("保养", "手洗")]
    assert in_language(EN, both) == ((Fact("Material", "Clay"), Fact("Care", "Hand wash")), ())
    assert in_language(ZH, both) == ((Fact("材质", "陶"), Fact("保养", "手洗")), ())


def test_what_no_table_can_say_is_left_out_and_named() -> None:
    said = [("Material", "Cotton"), ("Size", "45 × 45 cm"), ("Care", "Shake out")]
    own, missing = in_language(ZH, said)
    assert own == (Fact("材质", "棉"), Fact("尺寸", "45 × 45 厘米"))
    assert missing == ("Care",)


@pytest.mark.parametrize(
    ("locale", "value", "said"),
    [
        (ZH, "Olive", "橄榄绿"),
        (ZH, "Small, 30 × 20 cm", "小号（30 × 20 厘米）"),
        (ZH, "30 g tin", "30 g tin"),
        (ZH, "A4", "A4"),
        (EN, "橄榄绿", "Olive"),
        (EN, "30 厘米", "30 cm"),
        (EN, "小满", "小满"),
    ],
)
def test_plain_words_are_said_in_the_other_language_or_left(
    locale: DescriptionLocale, value: str, said: str
) -> None:
    assert said_in(locale, value) == said


def test_codes_and_known_names_are_of_no_language() -> None:
    assert foreign_words(ZH, "LED 灯，USB-C，IP44，Tide 潮汐，Fog", "Tide") == ["Fog"]
    assert foreign_words(EN, "Mug 杯, E27") == ["杯"]


@pytest.mark.parametrize(
    ("texts", "locale", "said"),
    [
        (
            ["it keeps tea warm all day", "it keeps tea warm all day long"],
            EN,
            [("it keeps tea warm all day", 2)],
        ),
        (["one two three four", "one two three four"], EN, []),
        (["轻便耐用适合日常通勤", "轻便耐用适合日常通勤出行"], ZH, [("轻便耐用适合日常通勤", 2)]),
        (["a b c d e a b c d e a b c d e"], EN, [("a b c d e", 3)]),
        (["a b c d e. a b c d e"], EN, [("a b c d e", 2)]),
        ([], EN, []),
    ],
)
def test_a_phrase_is_repeated_within_a_text_and_between_texts(
    texts: list[str], locale: DescriptionLocale, said: list[tuple[str, int]]
) -> None:
    assert [(one.said, one.count) for one in repeats(texts, locale)] == said


def look(draft: Draft, phrases: list[Phrase] | None = None, **more: object) -> list[Finding]:
    known = {"name": "Mug", "brand": "Tide", "attribute_count": 4, **more}
    return looked_over(draft, Known(**known), phrases or [])  # type: ignore[arg-type]


def test_what_is_composed_of_enough_facts_costs_only_what_is_not_there() -> None:
    known = Facts(
        EN,
        "Mug",
        "Tide",
        (*MUG.attributes, Fact("Height", "9 cm"), Fact("Set", "Cup and lid")),
        pictures=(Shown("1", "A mug"),),
    )
    findings = look(compose(known))
    assert findings == []
    assert score(findings) == FULL


def test_a_score_is_full_less_what_the_findings_cost() -> None:
    bad = [Phrase("best", PhraseCategory.ABSOLUTE_CLAIM, law="Rule 1")]
    poor = Facts(
        EN, "Best mug of the best", "", (Fact("Note", "best " * 5), Fact("Other", "the best"))
    )
    findings = look(
        compose(poor),
        bad,
        brand="",
        attribute_count=2,
        limit=Limit(10, LengthUnit.CHARACTERS),
        platform="X",
    )
    kinds = {one.kind for one in findings}
    assert {K.FORBIDDEN_PHRASE, K.TITLE_TOO_LONG, K.BRAND_MISSING} <= kinds
    assert score(findings) == 0
    assert sum(one.points_lost for one in findings) == FULL
    assert {one.kind for one in stopping(findings)} == {K.FORBIDDEN_PHRASE, K.TITLE_TOO_LONG}
    assert all(one.reason and one.mend for one in findings)


def test_a_page_comes_back_as_it_was_kept() -> None:
    page = compose(MUG).blocks
    assert read(kept(page)) == page


def test_html_holds_nothing_but_words() -> None:
    evil = Block(BlockKind.PARAGRAPH, "<script>alert(1)</script> & \"'")
    picture = Block(BlockKind.PICTURE, '"><b>', picture_id="1")
    assert html([evil, picture], {"1": "https://a.example/?b&c"}) == (
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;&#x27;</p>"
        '<figure><img src="https://a.example/?b&amp;c" alt="&quot;&gt;&lt;b&gt;"></figure>'
    )
    assert html([picture], {}) == ""


@pytest.mark.parametrize(
    ("block", "path"),
    [
        (Block(BlockKind.HEADING, " "), ("0", "text")),
        (Block(BlockKind.PARAGRAPH, "\0"), ("0", "text")),
        (Block(BlockKind.LIST), ("0", "items")),
        (Block(BlockKind.LIST, items=("a", "")), ("0", "items", "1")),
        (Block(BlockKind.TABLE), ("0", "head")),
        (Block(BlockKind.TABLE, head=("a", "b"), rows=(("c",),)), ("0", "rows", "0")),
        (Block(BlockKind.PICTURE), ("0", "picture_id")),
        (Block(BlockKind.PARAGRAPH, "x" * 5_001), ("0", "text")),
    ],
)
def test_a_block_written_by_hand_holds_what_its_kind_needs(
    block: Block, path: tuple[str, ...]
) -> None:
    with pytest.raises(DomainError) as refused:
        checked([block])
    assert refused.value.path == path
