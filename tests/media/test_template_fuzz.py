"""Any document at all: it is drawn, or refused by an error of ours. Nothing else ever comes out."""

import json
import os
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from media.document.schema import template_schema, validate
from media.document.template import parse
from media.document.wanted import wanted
from media.errors import BadTemplate, MediaError
from media.render import check, render
from tests.media import shots
from tests.media.strategies import SLOTS, VALUES, WRONG, documents, nearly

ASSETS = {"vase": shots.vase(width=96, height=120)}
MOST = 80 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 30
slow = settings(deadline=None, max_examples=MOST, suppress_health_check=list(HealthCheck))


def drawn(document: Any, values: dict[str, Any]) -> MediaError | None:
    """Why not, if it was not."""
    found: MediaError | None = None
    try:
        render(document, values, ASSETS, format="png", scale=0.5)
    except MediaError as error:
        found = error
    event(found.rule if found else "drawn")
    return found


@given(documents())
@slow
def test_a_document_of_the_schema_is_drawn_or_refused_by_name(document: dict[str, Any]) -> None:
    validate(document, template_schema())
    json.dumps(document)
    if error := drawn(document, VALUES):
        assert error.template == "fuzzed"


@given(nearly())
@slow
def test_a_document_that_is_nearly_one_is_drawn_or_refused(document: Any) -> None:
    drawn(document, VALUES)


@given(st.recursive(WRONG, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))
@slow
def test_what_is_no_document_is_refused(document: Any) -> None:
    assert isinstance(
        drawn(document if not isinstance(document, str) else [document], {}), BadTemplate
    )


@given(st.dictionaries(st.sampled_from([*VALUES, "note", "ink", "language", "on"]), WRONG))
@slow
def test_values_of_any_kind_are_taken_or_refused_by_slot(values: dict[str, Any]) -> None:
    if error := drawn(DOCUMENT, values):
        assert error.slot or error.layer
        assert error.template == "fuzzed"
    else:
        check(DOCUMENT, values, ASSETS)
        assert set(wanted(parse(DOCUMENT), values)) <= {"vase"}


DOCUMENT = {
    "version": 1,
    "name": "fuzzed",
    "kind": "POSTER",
    "canvas": {"width_px": 200, "height_px": 240, "ground": "$ink"},
    "slots": SLOTS,
    "layers": [
        {"name": "photo", "kind": "picture", "slot": "picture", "box": [0, 0, 200, 120]},
        {
            "name": "words",
            "kind": "text",
            "text": "{title}",
            "box": [0, 120, 200, 120],
            "size": [4, 40],
            "lines": 9,
        },
    ],
}
