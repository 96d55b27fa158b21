"""Forbidden phrases: found however they are hidden, and not where they mean no harm."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.descriptions.language import is_han
from domain.descriptions.phrases import Phrase, found_in
from domain.descriptions.shipped import shipped_limits, shipped_phrases
from domain.descriptions.states import DescriptionLocale, PhraseCategory
from domain.stores.platforms import CODES

EN, ZH = DescriptionLocale.EN, DescriptionLocale.ZH
ROWS = shipped_phrases()
PHRASES = {
    locale: [
        Phrase(row["phrase"], row["category"], tuple(filter(None, row["harmless_in"].split("\n"))))
        for row in ROWS
        if row["locale"] is locale
    ]
    for locale in DescriptionLocale
}
ALL = [(locale, phrase) for locale in DescriptionLocale for phrase in PHRASES[locale]]
UNSEEN = st.sampled_from(["\u200b", "\u200d", "\ufeff", "\u00ad", "\ufe0f", "\u2060"])


def said(locale: DescriptionLocale, words: str) -> str:
    return f"本品{words}。" if locale is ZH else f"It is {words}."


def finds(locale: DescriptionLocale, text: str, words: str) -> bool:
    """That phrase, or a longer one that holds it."""
    return any(words.lower() in hit.phrase.words.lower() for hit in found_in(text, PHRASES[locale]))


def test_every_shipped_phrase_is_found_in_a_text_made_of_it() -> None:
    missed = [p.words for locale, p in ALL if not finds(locale, said(locale, p.words), p.words)]
    assert not missed


def test_every_harmless_word_is_harmless() -> None:
    harmed = [
        (words, [hit.phrase.words for hit in hits])
        for locale, phrase in ALL
        for words in phrase.harmless_in
        if (hits := found_in(said(locale, words), PHRASES[locale]))
    ]
    assert not harmed


@given(st.sampled_from(ALL), st.data())
def test_nothing_unseen_hides_a_phrase(one: tuple[DescriptionLocale, Phrase], data: Any) -> None:
    locale, phrase = one
    hidden = "".join(sign + data.draw(UNSEEN | st.just("")) for sign in phrase.words)
    assert finds(locale, said(locale, hidden), phrase.words)


@given(st.sampled_from(ALL))
def test_neither_width_nor_case_hides_a_phrase(one: tuple[DescriptionLocale, Phrase]) -> None:
    locale, phrase = one
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in phrase.words.upper())
    assert finds(locale, said(locale, wide), phrase.words)


@given(
    st.sampled_from([one for one in PHRASES[ZH] if is_han(one.words)]),
    st.sampled_from([" ", "\u3000", "·", "-", "\n", "  *"]),
)
def test_nothing_between_hides_a_chinese_phrase(phrase: Phrase, gap: str) -> None:
    assert finds(ZH, said(ZH, gap.join(phrase.words.replace(" ", ""))), phrase.words)


@pytest.mark.parametrize(
    ("locale", "text", "found"),
    [
        (ZH, "全网最低价，最近上新", ["最"]),
        (ZH, "第一次使用前请冲洗，第一泡倒掉", []),
        (ZH, "销量第一", ["第一"]),
        (ZH, "第1名", ["第1"]),
        (ZH, "第10层，第1层", []),
        (ZH, "最终解释，最后一步，最大承重 110 公斤", []),
        (ZH, "最佳赏味期 12 个月", []),
        (ZH, "最佳品质", ["最佳"]),
        (ZH, "国家级非物质文化遗产", []),
        (ZH, "\uff2e\uff2f\uff0e\uff11 之选", ["\uff2e\uff2f\uff0e\uff11"]),
        (ZH, "治愈系马克杯", ["治愈"]),
        (EN, "The best mug", ["best"]),
        (EN, "Best before 2027; use at best within a week", []),
        (EN, "bestow, bestir, abest", []),
        (EN, "best-selling", ["best"]),
        (EN, "b e s t and B.E.S.T", ["b e s t", "B.E.S.T"]),
        (EN, "to be St. Ives", []),
        (EN, "bést", ["bést"]),
        (EN, "No. 1 choice, #1", ["No. 1", "#1"]),
        (EN, "cured ham, secure lid", []),
        (EN, "dog treats", []),
        (EN, "", []),
    ],
)
def test_a_phrase_is_found_by_its_sense(
    locale: DescriptionLocale, text: str, found: list[str]
) -> None:
    assert [hit.said for hit in found_in(text, PHRASES[locale])] == found


@settings(max_examples=20)
@given(st.text(max_size=80))
def test_what_is_found_stands_there(text: str) -> None:
    for locale in DescriptionLocale:
        for hit in found_in(text, PHRASES[locale]):
            assert text[hit.start : hit.end] == hit.said


def test_each_row_that_ships_says_why_and_where_that_stands() -> None:
    keys = [(row["locale"], row["phrase"], row["platform_code"]) for row in ROWS]
    assert len(set(keys)) == len(keys)
    assert len({row["id"] for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row["law"]
        assert row["source"].startswith("https://"), row["phrase"]
        assert isinstance(row["category"], PhraseCategory)
        assert row["platform_code"] in {"", *CODES}


def test_limits_of_a_platform_follow_each_other() -> None:
    for code in {row["platform_code"] for row in shipped_limits()}:
        assert code in CODES
        rows = [row for row in shipped_limits() if row["platform_code"] == code]
        rows.sort(key=lambda row: row["valid_from"])
        for earlier, later in pairwise(rows):
            assert earlier["valid_until"] == later["valid_from"]
        assert rows[-1]["valid_until"] is None
