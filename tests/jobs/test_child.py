"""What a job makes of a child that drew nothing; how children die is tested in tests/media/child."""

import pytest

from api.jobs.drawing import failure_of
from media import errors

CASES: list[tuple[errors.MediaError, str, bool, bool]] = [
    (errors.RenderCrashed("The process crashed: SIGSEGV", "what it said"), "CRASHED", True, True),
    (errors.RenderCrashed("The program broke", "trace", is_bug=True), "BUG", False, True),
    (errors.RenderTooCostly("Longer than 2 s", "time"), "TIMED_OUT", False, True),
    (errors.RenderTooCostly("More memory", "memory"), "OUT_OF_MEMORY", False, True),
    (errors.RenderTooCostly("More disk space", "disk"), "OUT_OF_DISK", False, True),
    (errors.TextOverflow("Too long", layer="title"), "TEXT_OVERFLOW", False, False),
    (errors.UnknownTemplate("None of that name"), "TEMPLATE_UNKNOWN", False, False),
    (errors.MissingSlot("Must be filled", slot="price"), "SLOT_MISSING", False, False),
]


@pytest.mark.parametrize(
    ("error", "code", "again", "is_retryable"), CASES, ids=[case[1] for case in CASES]
)
def test_whichever_way_it_ends_there_is_a_code_for_it(
    error: errors.MediaError, code: str, again: bool, is_retryable: bool
) -> None:
    failure = failure_of(error)
    assert (failure.code, failure.again, failure.is_retryable) == (code, again, is_retryable)
    assert failure.error.endswith(".")


def test_what_cannot_be_drawn_names_the_layer_and_the_slot() -> None:
    said = failure_of(errors.TextOverflow("Too long", template="a", layer="b", slot="c")).error
    assert said == "Too long (template 'a', layer 'b', slot 'c')."
