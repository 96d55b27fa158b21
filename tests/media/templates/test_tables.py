"""Tables: the shortest and the longest values, and cells that go along with their columns."""

from typing import Any

import numpy as np
import pytest

from media.render import render
from tests.media import shots
from tests.media.documents import document, drawn

LONG = "Donaudampfschifffahrtsgesellschaftskapit"
HAN = "把整个客厅的光都换成你自己喜欢的样子到底该怎么选"
PHOTOS = {"photo": shots.busy()}
DEAR = {"amount": "129999.00", "currency": "CNY"}
CHEAP = {"amount": "9", "currency": "CNY"}


def compared(  # noqa: PLR0913, PLR0917  what a table is made of
    count: int, rows: int, name: str, cell: str, title: str, price: Any
) -> dict[str, Any]:
    product = {"picture": "photo", "name": name, "price": price}
    cells = [{"text": cell}, {"yes": True}]
    return {
        "title": title,
        "products": [{**product, "recommended": number == 1} for number in range(count)],
        "rows": [{"label": name[:32], "cells": cells} for _ in range(rows)],
    }


@pytest.mark.parametrize(
    "values",
    [
        compared(2, 2, "灯", "9", "选灯", CHEAP),
        compared(4, 9, LONG, "12", HAN, DEAR),
        compared(4, 5, HAN, LONG, "Which of all these lights fits your evening best?", DEAR),
    ],
)
def test_a_comparison_holds_the_shortest_and_the_longest(values: dict[str, Any]) -> None:
    made = render("comparison-table", values, PHOTOS, scale=0.25)
    assert (made.width_px, made.height_px) == (300, 375)


def sizes(count: int, columns: int, title: str, cell: str) -> dict[str, Any]:
    return {
        "title": title,
        "picture": "photo",
        "columns": [{"name": cell}] * columns,
        "rows": [{"label": f"{n}/100", "cells": [{"text": cell}] * columns} for n in range(count)],
    }


@pytest.mark.parametrize("preset", [None, "detail-page"])
@pytest.mark.parametrize(
    "values",
    [sizes(2, 1, "尺码", "9"), sizes(12, 6, HAN, "129,999.00"), sizes(12, 6, HAN, LONG[:24])],
)
def test_sizes_hold_the_shortest_and_the_longest(
    values: dict[str, Any], preset: str | None
) -> None:
    assert render("size-chart", values, PHOTOS, scale=0.25, preset=preset).width_px


def test_a_page_of_sizes_is_as_long_as_its_rows() -> None:
    few, many = (
        render("size-chart", sizes(n, 3, "尺码", "9"), PHOTOS, scale=0.25, preset="detail-page")
        for n in (3, 6)
    )
    assert many.height_px > few.height_px


COLUMNS = {"kind": "LIST", "fields": {"strong": {"kind": "BOOLEAN", "default": False}}}
CELLS = {"kind": "LIST", "fields": {"dot": {"kind": "BOOLEAN", "default": False}}}
DOT = {"kind": "shape", "size": [20, 20]}


def test_a_list_goes_along_with_another_and_may_be_shorter() -> None:
    dots = {
        "name": "each", "kind": "repeat", "each": "columns", "along": "cells", "layers": [
            {**DOT, "name": "both", "fill": "#FF0000", "when": {"all": ["columns.strong", "cells.dot"]}},
            {**DOT, "name": "cell", "fill": "#00FF00", "when": {"all": [{"not": "columns.strong"}, "cells.dot"]}},
            {**DOT, "name": "none", "fill": "#0000FF", "when": {"not": "cells.dot"}},
        ],
    }  # fmt: skip
    row = {
        "name": "row",
        "kind": "stack",
        "direction": "ROW",
        "box": [0, 0, 0, 0],
        "layers": [dots],
    }
    values = {"columns": [{"strong": True}, {}, {"strong": True}], "cells": [{"dot": True}, {"dot": True}]}  # fmt: skip
    pixels = drawn(document(row, slots={"columns": COLUMNS, "cells": CELLS}), values)
    found = [tuple(int(part) for part in pixels[10, x]) for x in (10, 30, 50)]
    assert found == [(255, 0, 0), (0, 255, 0), (0, 0, 255)]


def test_what_flexes_in_a_column_shares_what_is_left() -> None:
    def bar(name: str, **more: Any) -> dict[str, Any]:
        return {"name": name, "kind": "shape", "fill": "#000000", "size": [40, 20], **more}

    column = {
        "name": "column", "kind": "stack", "box": [0, 0, 100, 280], "gap": 10,
        "layers": [bar("still"), bar("one", flex=True), bar("two", flex=True)],
    }  # fmt: skip
    ink = drawn(document(column))[:, 20, 0] < 128
    edges = np.flatnonzero(np.diff(ink.astype(int), prepend=0, append=0))
    assert edges.tolist() == [0, 20, 30, 150, 160, 280]
