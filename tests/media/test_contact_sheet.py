"""The sheet of all templates: rows filled from edge to edge, captions by the pictures."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media import contact_sheet
from media.contact_sheet import WIDTH_PX, Entry, Shot, rows_of, sheet
from media.document.template import parse
from media.render import check, render
from tests.media import shots

SIDES = st.integers(100, 8000)
ENTRIES = st.lists(
    st.builds(
        Entry,
        title=st.sampled_from(["Price cut  直降海报", "{slot} *x*", "A" * 300]),
        facts=st.just("poster-price-cut   1242 x 1660"),
        shots=st.lists(
            st.builds(Shot, asset=st.just("vase"), width_px=SIDES, height_px=SIDES),
            min_size=1,
            max_size=2,
        ).map(tuple),
    ),
    min_size=1,
    max_size=14,
)


@given(ENTRIES)
@settings(max_examples=25, deadline=None)
def test_every_picture_is_on_the_sheet_once_in_its_order_and_inside(entries: list[Entry]) -> None:
    rows = rows_of(entries)
    assert [entry for row in rows for entry in row] == entries
    document, values = sheet(entries, "Templates", "note")
    parsed = parse(document)
    check(document, values, {"vase"})
    boxes = [layer["box"] for layer in parsed.layers if layer["kind"] == "picture"]
    assert len(boxes) == sum(len(entry.shots) for entry in entries)
    for left, top, width, height in boxes:
        assert left >= contact_sheet._MARGIN - 1
        assert left + width <= WIDTH_PX - contact_sheet._MARGIN + 1
        assert top + height < parsed.height_px
    for one in range(len(boxes) - 1):
        left, top, width, height = boxes[one]
        beside, below = boxes[one + 1][0], boxes[one + 1][1]
        assert beside >= left + width or below >= top + height


@given(ENTRIES)
@settings(deadline=None)
def test_no_other_way_to_break_the_last_two_rows_is_cheaper(entries: list[Entry]) -> None:
    rows = rows_of(entries)
    if len(rows) < 2:
        return
    kept = sum(map(contact_sheet._cost, rows[-2:]))
    last = [*rows[-2], *rows[-1]]
    for at in range(1, len(last)):
        assert kept <= sum(map(contact_sheet._cost, (last[:at], last[at:]))) + 1e-9


@pytest.mark.parametrize("count", [1, 7])
def test_the_sheet_is_drawn(count: int) -> None:
    entry = Entry("Price cut  直降海报", "poster-price-cut", (Shot("vase", 480, 600),) * 2)
    document, values = sheet([entry] * count, "Templates", "note")
    made = render(document, values, {"vase": shots.vase()}, format="png", scale=0.25)
    with Image.open(io.BytesIO(made.data)) as picture:
        assert picture.size[0] == WIDTH_PX // 4
        red = sum(
            many
            for many, (r, g, _) in picture.convert("RGB").getcolors(1 << 24) or []
            if r > 150 and g < 70
        )
    assert red > 500 * count
