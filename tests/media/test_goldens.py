"""Shipped templates against kept pictures. `pytest tests/media --golden` draws them anew: look at
each before it is committed."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from media.render import render
from tests.media import shots

FOLDER = Path(__file__).parent.parent / "golden"
SCALE = 0.25
MEAN, FEW = 1.2, 0.004  # of 255; the share of pixels that may be off by more than 32


def yuan(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "CNY"}


NEW: dict[str, Any] = {"title": "Red stays *a while*", "picture": "vase", "brand": "HALDEN"}
CUT: dict[str, Any] = {"title": "把一整个秋天插进瓶里", "picture": "vase", "price": yuan("2399")}
LONG: dict[str, Any] = {
    "title": "从城市的第一缕光到最后一盏灯，一只瓶子陪你很久很久",
    "subtitle": "手工拉坯　高温釉面　每一只的颜色都不一样",
    "price": yuan("129999.99"),
    "was": yuan("159999.99"),
    "brand": "北屿家居旗舰店",
    "eyebrow": "10.31 20:00 开抢",
}
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "new-en": (
        "poster-new-arrival",
        {
            **NEW,
            "subtitle": "Stoneware vase",
            "price": {"amount": "129", "currency": "EUR"},
            "was": {"amount": "149.50", "currency": "EUR"},
            "date": "24 November",
            "eyebrow": "Autumn 2026  /  No. 07",
        },
    ),
    "new-zh-long": (
        "poster-new-arrival",
        {**LONG, "picture": "vase", "date": "11 月 24 日", "cta": "立即预约"},
    ),
    "new-bare-dark": ("poster-new-arrival", {"title": "看见", "picture": "dark"}),
    "new-two": ("poster-new-arrival", {**NEW, "detail": "busy", "cta": "See all"}),
    "new-busy": ("poster-new-arrival", {**NEW, "picture": "busy"}),
    "cut-zh": (
        "poster-price-cut",
        {
            **CUT,
            "was": yuan("3299"),
            "subtitle": "手工拉坯　高温釉面",
            "brand": "北屿家居",
            "eyebrow": "11.20 – 11.24",
            "note": "限前 200 件，含满减与店铺券；图片为实物拍摄",
        },
    ),
    "cut-en-blue": (
        "poster-price-cut",
        {
            "title": "Stoneware, fired twice",
            "subtitle": "Every glaze is its own",
            "picture": "blue",
            "price": {"amount": "1289.50", "currency": "USD"},
            "was": {"amount": "1649", "currency": "USD"},
            "logo": "logo",
        },
    ),
    "cut-zh-long": ("poster-price-cut", {**LONG, "picture": "busy", "cta": "立即抢购这一件"}),
    "cut-bare": ("poster-price-cut", {"title": "坐", "picture": "vase", "price": yuan("9")}),
    "cut-two": ("poster-price-cut", {**CUT, "detail": "blue", "badge": "双11\n提前价"}),
}


def assets() -> dict[str, bytes]:
    return {
        "vase": shots.vase(),
        "dark": shots.vase((52, 44, 40)),
        "blue": shots.vase((112, 164, 196)),
        "busy": shots.busy(),
        "logo": shots.logo(),
    }


@pytest.mark.parametrize("name", CASES)
def test_a_template_looks_as_it_did(name: str, request: pytest.FixtureRequest) -> None:
    template, values = CASES[name]
    drawn = render(template, values, assets(), format="png", scale=SCALE)
    kept = FOLDER / f"{name}.png"
    if request.config.getoption("golden"):
        kept.write_bytes(drawn.data)
    with Image.open(io.BytesIO(drawn.data)) as now, Image.open(kept) as before:
        assert now.size == before.size
        off = np.abs(np.asarray(now, np.int16) - np.asarray(before, np.int16)).max(axis=-1)
    assert off.mean() <= MEAN
    assert (off > 32).mean() <= FEW


def test_every_golden_picture_has_its_case() -> None:
    assert {file.stem for file in FOLDER.glob("*.png")} == set(CASES)
