"""Mutations about descriptions, and what they are held against."""

from itertools import count
from typing import Any

from domain.descriptions.states import DescriptionState
from tests.factories.catalogue import make_attribute, make_product, make_variant
from tests.factories.descriptions import make_description, make_phrase
from tests.factories.stores import make_platform
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)


@change("descriptionGenerate")
def generate(house: House) -> dict[str, Any]:
    product = make_product(house)
    make_attribute(house, product)
    make_variant(house, product)
    return {"productId": node_id("Product", product), "locale": "EN"}


@change("descriptionEdit", lines=2)
def edit(house: House) -> dict[str, Any]:
    return {"id": node_id("ProductDescription", make_description(house)), "title": "Mug of clay"}


@change("descriptionSubmit")
def submit(house: House) -> dict[str, Any]:
    return {"id": node_id("ProductDescription", make_description(house))}


@change("descriptionDecide")
def decide(house: House) -> dict[str, Any]:
    description = make_description(house, state=DescriptionState.IN_REVIEW)
    return {"id": node_id("ProductDescription", description), "decision": "APPROVE"}


@change("descriptionCheck")
def check(house: House) -> dict[str, Any]:
    return {"id": node_id("ProductDescription", make_description(house, score=1))}


@change("descriptionApply", lines=2)
def apply(house: House) -> dict[str, Any]:
    description = make_description(house, state=DescriptionState.APPROVED)
    return {"id": node_id("ProductDescription", description)}


@change("forbiddenPhraseCreate")
def create_phrase(_: House) -> dict[str, Any]:
    return {
        "phrase": f"magic {next(_numbers)}",
        "locale": "EN",
        "category": "OTHER",
        "why": "House rule 2",
    }


@change("forbiddenPhraseRetire")
def retire_phrase(house: House) -> dict[str, Any]:
    phrase = make_phrase(house, f"magic {next(_numbers)}")
    return {"id": node_id("ForbiddenPhrase", phrase)}


@change("titleLimitSet")
def set_limit(house: House) -> dict[str, Any]:
    return {
        "platformId": node_id("Platform", make_platform(house)),
        "most": 80,
        "unit": "CHARACTERS",
        "source": "https://market.example/titles",
    }
