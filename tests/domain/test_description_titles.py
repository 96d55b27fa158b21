"""Titles: never longer than a platform takes, and the same for the same facts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.descriptions.composing import compose
from domain.descriptions.counting import Limit, cut, measured
from domain.descriptions.facts import Choice, Fact, Facts, Shown
from domain.descriptions.shipped import shipped_limits
from domain.descriptions.states import DescriptionLocale, LengthUnit
from domain.descriptions.title import title

EN, ZH = DescriptionLocale.EN, DescriptionLocale.ZH
CHARACTERS, BYTES = LengthUnit.CHARACTERS, LengthUnit.BYTES_GB18030
LIMITS = [Limit(row["most"], row["unit"]) for row in shipped_limits()]
SIGNS = st.characters(exclude_categories=["Cs"])
WORDS = st.text(SIGNS, max_size=40) | st.sampled_from(
    ["Pier Roll-Top Backpack", "栈桥卷口双肩包", "Waxed cotton canvas, leather", "18 至 24 升"]
)
NAMES = st.sampled_from(
    ["Material", "材质", "Size", "尺寸", "Capacity", "Care", "保养", "Made in", "Chest (S)"]
)
FACTS = st.builds(
    Facts,
    locale=st.sampled_from(DescriptionLocale),
    name=WORDS.filter(str.strip),
    brand=WORDS,
    attributes=st.lists(st.builds(Fact, NAMES, WORDS), max_size=6).map(tuple),
    choices=st.lists(
        st.builds(Choice, NAMES, st.lists(WORDS, max_size=4, unique=True).map(tuple)), max_size=3
    ).map(tuple),
    chosen=st.lists(WORDS, max_size=3).map(tuple),
    pictures=st.lists(st.builds(Shown, st.just("1"), WORDS), max_size=3).map(tuple),
)


@example(Facts(EN, "Mug", "", (), (Choice("Material", ("\x1f",)),)), LIMITS[0])
@given(FACTS, st.sampled_from(LIMITS))
def test_no_title_is_longer_than_the_platform_takes_by_its_own_count(
    facts: Facts, limit: Limit
) -> None:
    said = title(facts, limit)
    assert measured(said, limit.unit) <= limit.most
    assert "  " not in said
    assert said == said.strip()


@given(FACTS, st.sampled_from(LIMITS))
def test_the_same_facts_give_the_same_words(facts: Facts, limit: Limit) -> None:
    assert compose(facts, limit) == compose(facts, limit)


@given(st.text(SIGNS, max_size=60), st.integers(10, 40), st.sampled_from(LengthUnit))
def test_a_cut_fits_and_is_a_beginning(said: str, most: int, unit: LengthUnit) -> None:
    limit = Limit(most, unit)
    left = cut(said, limit)
    assert limit.fits(left)
    assert said.startswith(left)
    assert left == said or not limit.fits(said)


@pytest.mark.parametrize(
    ("said", "unit", "length"),
    [
        ("杯", BYTES, 2),
        ("杯", CHARACTERS, 1),
        ("mug 杯", BYTES, 6),
        ("é", BYTES, 2),
        ("😀", BYTES, 4),
        ("", BYTES, 0),
    ],
)
def test_lengths_as_platforms_count(said: str, unit: LengthUnit, length: int) -> None:
    assert measured(said, unit) == length


@pytest.mark.parametrize(
    ("said", "most", "left"),
    [
        ("Pier Roll-Top Backpack", 21, "Pier Roll-Top"),
        ("Pier Roll-Top Backpack", 22, "Pier Roll-Top Backpack"),
        ("Donaudampfschifffahrt", 12, "Donaudampfsc"),
        ("栈桥卷口双肩包", 4, "栈桥卷口"),
        ("mug, clay", 4, "mug"),
        ("👩\u200d🍳 pan", 2, ""),
        ("cafe\u0301 cup", 4, "caf"),
    ],
)
def test_a_cut_leaves_no_half_word_nor_half_sign(said: str, most: int, left: str) -> None:
    assert cut(said, Limit(most, CHARACTERS)) == left


BACKPACK = Facts(
    EN,
    "Pier Roll-Top Backpack",
    "Harbour & Pine",
    (Fact("Material", "Waxed cotton canvas, leather"), Fact("Capacity", "18 to 24 litres")),
)
HAN = Facts(
    ZH,
    "栈桥卷口双肩包",
    "港松",
    (
        Fact("材质", "蜡棉帆布，植鞣皮"),
        Fact("容量", "18 至 24 升"),
        Fact("尺寸", "29 × 44 × 14 厘米"),
    ),
)


@pytest.mark.parametrize(
    ("facts", "limit", "said"),
    [
        (
            BACKPACK,
            Limit(75, CHARACTERS),
            "Harbour & Pine Pier Roll-Top Backpack, Waxed Cotton Canvas, 18 to 24 litres",
        ),
        (
            BACKPACK,
            Limit(60, CHARACTERS),
            "Harbour & Pine Pier Roll-Top Backpack, Waxed Cotton Canvas",
        ),
        (BACKPACK, Limit(30, CHARACTERS), "Pier Roll-Top Backpack"),
        (HAN, Limit(60, BYTES), "港松 栈桥卷口双肩包 蜡棉帆布 18 至 24 升 29 × 44 × 14 厘米"),
        (HAN, Limit(30, BYTES), "港松 栈桥卷口双肩包 蜡棉帆布"),
    ],
)
def test_a_title_says_as_much_as_has_room(facts: Facts, limit: Limit, said: str) -> None:
    assert title(facts, limit) == said


def test_what_the_name_says_is_not_said_again() -> None:
    facts = Facts(
        EN, "Stoneware mug 350 ml", "", (Fact("Material", "Stoneware"), Fact("Capacity", "350 ml"))
    )
    assert title(facts) == "Stoneware mug 350 ml"
