"""What is composed for every product of the sample store, in both languages."""

from typing import Any

import pytest

from api.sample_store.goods import BRAND
from api.sample_store.reading import products
from domain.descriptions.composing import compose
from domain.descriptions.counting import Limit
from domain.descriptions.facts import Facts, Shown, choice_in, in_language
from domain.descriptions.phrases import Phrase
from domain.descriptions.scoring import Known, looked_over, score, stopping
from domain.descriptions.shipped import shipped_phrases
from domain.descriptions.states import (
    DescriptionFindingKind,
    DescriptionLocale,
    LengthUnit,
)

EN, ZH = DescriptionLocale.EN, DescriptionLocale.ZH
LIMITS = {EN: Limit(75, LengthUnit.CHARACTERS), ZH: Limit(60, LengthUnit.BYTES_GB18030)}


def facts(said: Any, locale: DescriptionLocale) -> Facts:
    told = [*said["attributes"].items(), *said["attributes_zh"].items()]
    own, left_out = in_language(locale, told)
    return Facts(
        locale,
        said["title"] if locale is EN else said["title_zh"],
        BRAND,
        own,
        tuple(
            choice_in(locale, name, [one["options"][place] for one in said["variants"]])
            for place, name in enumerate(said["options"])
        ),
        pictures=(Shown("1", ""),),
        left_out=left_out,
    )


@pytest.mark.parametrize("locale", DescriptionLocale)
def test_nothing_that_is_composed_is_forbidden_too_long_or_said_twice(
    locale: DescriptionLocale,
) -> None:
    phrases = [
        Phrase(row["phrase"], row["category"], tuple(row["harmless_in"].split("\n")))
        for row in shipped_phrases()
        if row["locale"] is locale
    ]
    scores = []
    for said in products():
        known = facts(said, locale)
        draft = compose(known, LIMITS[locale])
        beside = Known(
            known.name, BRAND, len(known.attributes), known.left_out, LIMITS[locale], "X"
        )
        findings = looked_over(draft, beside, phrases)
        assert stopping(findings) == []
        repeated = [one for one in findings if one.kind is DescriptionFindingKind.REPEATED_PHRASE]
        assert repeated == [], said["handle"]
        scores.append(score(findings))
    assert min(scores) >= 75
    assert sum(scores) / len(scores) >= 90
