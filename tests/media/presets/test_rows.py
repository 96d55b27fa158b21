"""The rows: complete, sourced, read strictly; what is asked of them by name; their page."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from media import presets
from media.document import library, shelf
from media.errors import BadPreset, UnknownPreset
from media.presets.compliance import FIELD_OF
from media.presets.page import page
from media.presets.preset import Kind, Preset
from media.presets.reading import read
from media.target import target_of
from tests.media.presets.made import ROW

ROOT = Path(__file__).parents[3]
ROWS = pytest.mark.parametrize("row", presets.rows(), ids=lambda row: f"{row.name}@{row.version}")
ASKED_FOR = {
    "taobao-white": (800, 800), "taobao-main": (800, 800), "taobao-main-3x4": (1200, 1600),
    "taobao-long": (800, 1200), "taobao-video": (1080, 1440), "amazon-main": (2000, 2000),
    "instagram-portrait": (1080, 1350), "instagram-square": (1080, 1080), "story": (1080, 1920),
    "reel": (1080, 1920), "xiaohongshu-cover": (1242, 1660), "douyin": (1080, 1920),
    "tiktok": (1080, 1920), "wechat-header": (900, 383), "open-graph": (1200, 630),
    "youtube-thumbnail": (1280, 720), "youtube-video": (1920, 1080), "store-banner": (1920, 600),
    "coupon": (1200, 400), "detail-page": (790, 1500), "live-announcement": (1080, 1440),
    "size-chart": (1200, 1500), "comparison-table": (1200, 1500),
}  # fmt: skip


@ROWS
def test_every_row_has_its_source_and_its_days(row: Preset) -> None:
    assert len(row.source) > 5
    assert date(2026, 1, 1) <= row.read_on <= date(2027, 12, 31)
    assert row.valid_from <= row.read_on
    assert row.title.en.isascii()
    assert any("\u4e00" <= sign <= "\u9fff" for sign in row.title.zh)


@ROWS
def test_every_row_has_a_size_and_a_format(row: Preset) -> None:
    assert row.width_px
    assert row.height_px
    assert row.formats
    assert (row.seconds is not None) == (row.kind is Kind.VIDEO)


@pytest.mark.parametrize(("name", "size"), ASKED_FOR.items())
def test_the_platforms_are_there_with_their_canvas(name: str, size: tuple[int, int]) -> None:
    assert presets.named(name).canvas_px == size


def test_templates_name_presets_that_they_have_the_shape_of() -> None:
    for template in library.shipped():
        document = shelf.stored(template)
        for name in library.read(document).placements:
            target_of(library.read(document, name), name, 1.0)


def test_the_newest_version_is_meant_unless_one_is_named() -> None:
    assert presets.named("wechat-header").version == 2
    assert presets.named("wechat-header", 1).canvas_px == (900, 500)
    assert presets.names().count("wechat-header") == 1


@pytest.mark.parametrize(("name", "version"), [("taobao", None), ("coupon", 9), ("", None)])
def test_an_unknown_preset_is_refused_with_those_there_are(name: str, version: int | None) -> None:
    with pytest.raises(UnknownPreset, match=r"there are: taobao-white|it has \[1\]"):
        presets.named(name, version)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"name": "Taobao Main"}, "name"),
    ({"version": 0}, "version"),
    ({"version": True}, "version"),
    ({"title": {"en": "Only"}}, "title"),
    ({"title": {"en": "Both", "zh": " "}}, "title"),
    ({"platform": ""}, "platform"),
    ({"kind": "GIF"}, "kind"),
    ({"canvas_px": [400]}, "canvas_px"),
    ({"canvas_px": [400, 0]}, "canvas_px"),
    ({"source": None}, "source"),
    ({"read_on": "last week"}, "read_on"),
    ({"valid_from": 2026}, "valid_from"),
    ({"width_px": "400"}, "width_px"),
    ({"width_px": {}}, "width_px"),
    ({"width_px": {"least": 4}}, "width_px"),
    ({"width_px": {"min": 500, "max": 400}}, "width_px"),
    ({"width_px": {"min": 400, "advised_min": 300}}, "width_px"),
    ({"width_px": {"min": float("nan")}}, "width_px"),
    ({"width_px": 800}, "canvas_px"),
    ({"longest_px": {"max": 300}}, "canvas_px"),
    ({"ratios": ["16x9"]}, "ratios"),
    ({"ratios": ["16:0"]}, "ratios"),
    ({"ratios": ["1:1", "1:1"]}, "ratios"),
    ({"ratios": ["16:9"]}, "canvas_px"),
    ({"formats": []}, "formats"),
    ({"formats": ["BMP"]}, "formats"),
    ({"formats": ["MP4"]}, "formats"),
    ({"bytes": True}, "bytes"),
    ({"color_space": "CMYK"}, "color_space"),
    ({"has_white_ground": 1}, "has_white_ground"),
    ({"subject_fill": {"min": 85}}, "subject_fill"),
    ({"forbidden": ["CATS"]}, "forbidden"),
    ({"keep_clear": {"top": 250}}, "keep_clear"),
    ({"keep_clear": {"middle": "5%"}}, "keep_clear"),
    ({"keep_clear": {"top": "60%", "bottom": "160px"}}, "keep_clear"),
    ({"slice_px": 0}, "slice_px"),
    ({"seconds": 9}, "seconds"),
    ({"kind": "VIDEO", "codecs": ["divx"]}, "codecs"),
    ({"needs_captions": True}, "needs_captions"),
    ({"from_memory": ["fps"]}, "from_memory"),
    ({"from_memory": False}, "from_memory"),
    ({"colour": "red"}, "colour"),
]


@pytest.mark.parametrize(("change", "field"), WRONG, ids=[str(change) for change, _ in WRONG])
def test_a_wrong_row_is_refused_by_its_name_and_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(BadPreset) as caught:
        read([dict(ROW), {**ROW, "version": 2, **change}])
    assert caught.value.field == field
    assert caught.value.row in {"made v2", "made v0", "made vTrue", "Taobao Main v2"}


@pytest.mark.parametrize("field", ["name", "title", "source", "read_on", "valid_from", "canvas_px"])
def test_a_row_without_what_each_must_have_is_refused(field: str) -> None:
    with pytest.raises(BadPreset, match="is missing") as caught:
        read([{name: value for name, value in ROW.items() if name != field}])
    assert caught.value.field == field


@pytest.mark.parametrize("rows", [{}, None, [5], [dict(ROW), dict(ROW)]])
def test_rows_of_no_form_are_refused(rows: Any) -> None:
    with pytest.raises(BadPreset):
        read(rows)


def test_what_is_from_memory_is_named_field_by_field_or_as_all() -> None:
    some = read([{**ROW, "width_px": 400, "formats": ["PNG"], "from_memory": ["formats"]}])[0]
    every = read([{**ROW, "width_px": 400, "formats": ["PNG"], "from_memory": True}])[0]
    assert some.from_memory == ("formats",)
    assert set(every.from_memory) == {"canvas_px", "width_px", "formats"}


def test_what_is_kept_clear_in_px_is_a_share_of_the_canvas() -> None:
    row = read([{**ROW, "canvas_px": [400, 800], "keep_clear": {"top": "80px", "left": "5%"}}])[0]
    assert row.keep_clear
    assert (row.keep_clear.top, row.keep_clear.left, row.keep_clear.bottom) == (0.1, 0.05, 0.0)


def test_every_rule_has_its_field() -> None:
    known = set(Preset.__slots__)
    assert set(FIELD_OF.values()) <= known
    facts = {"name", "version", "title", "platform", "kind", "canvas_px", "source", "read_on"}
    silent = {"valid_from", "from_memory", "note", "main_of"}
    assert known - set(FIELD_OF.values()) == facts | silent


def test_the_page_is_fresh_and_names_every_row_and_rule() -> None:
    kept = (ROOT / "docs" / "presets.md").read_text("utf-8")
    assert kept == page(), "run: python -m media.presets.page > docs/presets.md"
    for row in presets.rows():
        assert f"`{row.name}` v{row.version}" in kept
    for rule in FIELD_OF:
        assert rule in kept


def test_the_file_is_json_that_people_can_edit() -> None:
    text = presets.FILE.read_text("utf-8")
    assert len(json.loads(text)) == len(presets.rows())
    assert "\\u" not in text
