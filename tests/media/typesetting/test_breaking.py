"""Where a line may end: kinsoku, words of the list, Latin."""

import pytest

from media.typesetting import breaking
from media.typesetting.breaking import MUST, NEVER, SPLIT_WORD, costs


def cost_before(text: str, place: int) -> float:
    return costs(text)[place - 1]


@pytest.mark.parametrize("sign", "，。、；：？！）》」』】”’…—·～%℃")
def test_no_line_begins_with_a_closing_sign(sign: str) -> None:
    assert cost_before(f"天{sign}地", 1) == NEVER


@pytest.mark.parametrize("sign", "（《「『【“‘¥￥$€")
def test_no_line_ends_with_an_opening_sign(sign: str) -> None:
    assert cost_before(f"天{sign}地", 2) == NEVER


@pytest.mark.parametrize("spaces", [" ", "  ", "\u3000"])
def test_nor_with_one_and_spaces_that_do_not_show(spaces: str) -> None:
    assert set(breaking.costs(f"（{spaces}新")) == {breaking.NEVER}


@pytest.mark.parametrize(
    ("text", "place"),
    [("188克重", 3), ("5件装", 1), ("卖3,299元", 2), ("省50%吧", 3), ("第11期", 2), ("USB4口", 2)],
)
def test_figures_stay_with_their_unit_and_whole(text: str, place: int) -> None:
    assert cost_before(text, place) == NEVER


@pytest.mark.parametrize(
    ("text", "place"), [("今天到手价很低", 3), ("今天到手价很低", 4), ("一张牛皮沙发", 3)]
)
def test_a_listed_word_is_cut_only_dearly(text: str, place: int) -> None:
    assert cost_before(text, place) == SPLIT_WORD


@pytest.mark.parametrize("place", [2, 3, 6, 7])
def test_no_character_of_a_clause_is_torn_off(place: int) -> None:
    assert cost_before("看那盏灯，只有一只", place) in {SPLIT_WORD, NEVER}


def test_no_line_begins_with_a_particle() -> None:
    assert cost_before("城市的光", 2) == SPLIT_WORD


@pytest.mark.parametrize(
    ("text", "place", "cost"),
    [
        ("red vase", 4, 0.0),  # after the space, not before it
        ("red vase", 3, NEVER),
        ("vase", 2, NEVER),
        ("well-made", 5, 0.1),
        ("a\u00a0b", 1, NEVER),
        ("a\u00a0b", 2, NEVER),
        ("牛\u2060皮", 1, NEVER),
        ("牛\u2060皮", 2, NEVER),
        ("高\nlow", 2, MUST),
        ("新品Form", 2, 0.0),
        ("Form新品", 4, 0.0),
    ],
)
def test_lines_end_where_they_may(text: str, place: int, cost: float) -> None:
    assert cost_before(text, place) == cost


def test_a_latin_word_is_cut_only_when_asked_for() -> None:
    assert costs("vase")[1] == NEVER
    assert costs("vase", split_words=True)[1] == breaking.SPLIT_LATIN


def test_the_list_has_each_word_once_in_a_line_and_two_characters_at_least() -> None:
    words = breaking._words()
    assert len(words) > 300
    assert all(len(word) >= 2 for word in words)


def shown(text: str) -> str:
    """With a bar wherever a line may end, a colon where that is dear."""
    found = zip(text[1:], costs(text), strict=True)
    marks = {0.0: "|", NEVER: ""}
    return text[0] + "".join(marks.get(cost, "¦") + character for character, cost in found)


@pytest.mark.parametrize(
    ("language", "outcome"),
    [
        ("de", "Er |sagte |„Hallo“ |und |»ging« |los"),
        ("fr", "Il |dit |« non » |et |«oui» |vite !"),
        ("en", "say |“hi” |to |‘me’ |now"),
        ("th", "ลดราคา|พิเศษ|สินค้า|ใหม่|วันนี้|เท่านั้น"),
        ("hi", "नमस्ते |दुनिया"),
        ("ko", "가을 |신상품 |할인"),
        ("address", "see |shop¦.example¦.com/¦a/¦b"),
        ("address with a scheme", "https://¦shop¦.example¦.com/¦a?¦x=¦1"),
        ("figures", "12 ¦kg |bag |1 ¦299 ¦€"),
        ("zero width space", "super\u200b|market"),
        ("soft hyphen", "Donau\u00ad¦dampf"),
        ("emoji", "Hi |🙂|👍🏽 |you"),
        ("non-breaking hyphen", "e\u2011mail |me"),
    ],
)
def test_each_language_ends_its_lines_in_its_own_way(language: str, outcome: str) -> None:
    assert shown(outcome.replace("|", "").replace("¦", "")) == outcome, language


def test_joined_letters_are_not_cut_and_clusters_neither() -> None:
    assert set(costs("مرحبا", split_words=True)) == {NEVER}
    hindi = costs("क्षत्रिय", split_words=True)
    assert all(cost == NEVER for cost, after in zip(hindi, "्षत्रिय", strict=True) if after in "्ि")
    assert costs("क्षत्रिय", split_words=True)[1] == NEVER  # after a virama


@pytest.mark.parametrize("words", ["ปั๊มน้ำที่", "เกษตรกรรม", "กกกกกก", "เเเเเ", "ฟหกดเ้่าสว"])
def test_thai_never_begins_a_line_with_a_following_vowel_nor_ends_one_with_a_leading(
    words: str,
) -> None:
    for split_words in (False, True):
        for place, cost in enumerate(costs(words, split_words=split_words), 1):
            if cost != NEVER:
                assert words[place] not in "ะัาำิีึืฺุู็่้๊๋์"
                assert words[place - 1] not in "เแโใไ"
