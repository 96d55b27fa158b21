"""The packagings that ship: right, printable with their samples, and told by the child."""

import json
import re
from typing import Any

import pytest

from media.child.kinds import produce
from media.child.request import Request
from media.document import packaging
from media.document.library import is_packaging
from media.document.shelf import stored
from media.document.wanted import wanted
from media.errors import UnknownFormat, UnsuitedPreset
from media.packaging.render import check_packaging
from tests.media.packaging.tags import picture, tag

SHIPPED = ("packaging-hang-tag", "packaging-mug-mailer", "packaging-pouch-label",
           "packaging-tea-carton")  # fmt: skip


def silent(_stage: str, _done: float) -> None:
    pass


def test_what_ships() -> None:
    assert packaging.shipped() == SHIPPED
    assert all(is_packaging(name) and is_packaging(stored(name)) for name in SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
def test_its_samples_would_be_printed(name: str) -> None:
    template = packaging.named(name)
    assert template.samples
    for sample in template.samples:
        asked = wanted(template.base, sample)
        assets = dict.fromkeys(asked, picture(1600))
        assert check_packaging(name, sample, assets) == ()


@pytest.mark.parametrize("name", SHIPPED)
def test_with_no_more_than_it_needs_it_would_be_printed_too(name: str) -> None:
    """Optional slots are left out; lists are as short as they may be."""
    template = packaging.named(name)
    sample = dict(template.samples[0])
    for slot in template.slots.values():
        if slot.within is None and slot.is_list:
            sample[slot.name] = sample.get(slot.name, [])[: slot.min_items]
        elif slot.within is None and not slot.required:
            sample.pop(slot.name, None)
    assets = dict.fromkeys(wanted(template.base, sample), picture(1600))
    assert check_packaging(name, sample, assets) == ()


def test_all_words_for_people_are_in_both_languages() -> None:
    for name in SHIPPED:
        text = json.dumps(stored(name), ensure_ascii=False)
        found = re.findall(r'"(?:label|title)": (\{[^{}]*"en"[^{}]*\})', text)
        assert len(found) > 8
        assert all(set(json.loads(words)) == {"en", "zh"} for words in found)


def test_a_child_makes_the_pdf_with_its_proof_beside_it_and_notes_what_was_found() -> None:
    words: dict[str, Any] = {"name": "rule", "kind": "shape", "form": "STROKE", "stroke": 0.05,
                             "points": [[0, 0], [1, 0]], "box": [5, 30, 40, 1], "fill": "#000000"}  # fmt: skip
    made = produce(Request(template=tag(words)), silent)
    assert made.media_type == "application/pdf"
    assert made.data.startswith(b"%PDF-1.6")
    assert made.sides[".proof.png"].startswith(b"\x89PNG")
    (note,) = made.notes
    assert note.startswith("front/rule: Its line is 0.14 pt")
    assert (made.width_px, made.height_px) > (1000, 1000)


def test_it_is_printed_as_pdf_and_in_its_own_size() -> None:
    document = stored("packaging-hang-tag")
    with pytest.raises(UnknownFormat, match="as pdf"):
        produce(Request(template=document, format="png"), silent)
    with pytest.raises(UnsuitedPreset, match="its dieline"):
        produce(Request(template=document, preset="taobao-white"), silent)
