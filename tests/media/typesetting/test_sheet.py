"""Every script and effect on one sheet, against a kept picture. `--golden` draws it anew: look at it."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from media.film.lines import lines_of
from media.layout import lay_out
from media.painting.paint import Painter
from media.scene import (
    Box,
    Color,
    Fill,
    Font,
    Layer,
    Linear,
    Scene,
    Shape,
    Span,
    Stop,
    Stroke,
    Text,
)
from media.typesetting.text import place_in

KEPT = Path(__file__).parent.parent.parent / "golden" / "scripts" / "sheet.png"
MEAN, FEW = 1.2, 0.004  # as in test_goldens
INK, PAPER, TILE, RED = (
    Color(28, 22, 18),
    Color(255, 255, 255),
    Color(244, 240, 232),
    Color(228, 0, 43),
)
WIDTH, GAP = 760, 8
SUNSET = Linear((Stop(0, Color(255, 84, 40)), Stop(1, Color(122, 42, 255))), 90)
ROWS: tuple[tuple[str, float, int, str], ...] = (
    ("تخفيضات نهاية الموسم: خصم 50% على Sneakers (عرض خاص)", 36, 2, "Inter"),
    ("مُرْحَبًا بِكُمْ فِي مَتْجَرِنَا، السعر ٢٬٢٩٩ ر.س", 30, 1, "Inter"),
    ("מבצע סוף העונה – 50% הנחה על Nike Air (מודל 2026)", 34, 2, "Archivo"),
    ("שָׁלוֹם עוֹלָם! מחיר: 1,299.90 ₪", 22, 1, "Inter"),
    ("ลดราคาพิเศษสินค้าใหม่วันนี้เท่านั้น จัดส่งฟรีทั่วประเทศ น้ำหนัก ที่นี่ ปั๊ม", 30, 2, "Inter"),
    ("क्षत्रिय दीपावली ऑफ़र — सभी उत्पादों पर 50% की छूट, ₹1,29,999", 30, 2, "Inter"),
    ("가을 신상품 최대 50% 할인, 무료 배송", 30, 1, "Inter"),
    ("秋の新作が発売。送料無料、価格は¥12,800から", 28, 1, "Inter"),
    ("Новая коллекция — скидки до 50%", 30, 1, "Instrument Serif"),
    ("Ελληνικά προϊόντα με έκπτωση", 22, 1, "Archivo"),
    ("Bộ sưu tập mùa thu — Giảm giá đặc biệt", 30, 1, "Instrument Serif"),
    ("Donau\u00addampf\u00adschiff\u00adfahrts\u00adgesellschafts\u00adkapitän", 52, 2, "Inter"),
    ("🎉🔥 新品🎁到手价 👩‍👩‍👧‍👦 👍🏽 🇫🇷🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ ❤️", 32, 1, "Inter"),
    ("😀 16 px: 가 อ א ع क 国", 14, 1, "Inter"),
)  # fmt: skip
EFFECTS: tuple[tuple[str, Fill, Stroke | None, bool], ...] = (
    ("SALE الحجم 新品🎉", Color(255, 241, 220), Stroke(6, RED), False),
    ("Hollow 50% שלום", Color(0, 0, 0, 0), Stroke(2.5, Color(20, 30, 60)), False),
    ("Gradient, underlined", SUNSET, None, True),
)


def rows() -> list[tuple[Span, float, int]]:
    plain = [
        (Span(words, Font((family,), 600), INK), size, lines) for words, size, lines, family in ROWS
    ]
    return plain + [
        (Span(words, Font(("Archivo",), 900), fill, stroke=stroke, underline=underline), 56, 1)
        for words, fill, stroke, underline in EFFECTS
    ]


def sheet() -> Image.Image:
    layers: list[Layer] = []
    y = float(GAP)
    for number, (span, size, lines) in enumerate(rows()):
        box = Box(GAP, y, WIDTH - 2 * GAP, size * 1.35 * lines + 14)
        inner = Box(box.x + 10, box.y + 4, box.width - 20, box.height - 8)
        layers += [
            Shape(name=f"tile-{number}", box=box, fill=TILE),
            Text(name=f"words-{number}", box=inner, spans=(span,), size_min_px=10, size_max_px=size,
                 max_lines=lines, leading=1.3),
        ]  # fmt: skip
        y = box.bottom + GAP
    scene = Scene("sheet", WIDTH, round(y), PAPER, tuple(layers))
    return Painter(lay_out(scene), scene.ground, {}).paint()


def test_all_scripts_look_as_they_did(request: pytest.FixtureRequest) -> None:
    drawn = sheet()
    if request.config.getoption("golden"):
        KEPT.parent.mkdir(exist_ok=True)
        drawn.save(KEPT)
    with Image.open(KEPT) as before:
        assert drawn.size == before.size
        off = np.abs(np.asarray(drawn, np.int16) - np.asarray(before, np.int16)).max(axis=-1)
    assert off.mean() <= MEAN
    assert (off > 32).mean() <= FEW


def test_emoji_keep_their_colours_and_fade_with_the_words() -> None:
    def middle(alpha: float, opacity: float) -> tuple[int, ...]:
        span = Span("🟥", Font(("Inter",)), Color(0, 0, 255, alpha))
        layer = Text(name="t", box=Box(0, 0, 100, 100), spans=(span,), size_min_px=60, size_max_px=60,
                     opacity=opacity)  # fmt: skip
        scene = Scene("s", 100, 100, PAPER, (layer,))
        return tuple(np.asarray(Painter(lay_out(scene), scene.ground, {}).paint())[35, 35].tolist())

    red, green, blue = middle(1.0, 1.0)
    assert red > 180
    assert max(green, blue) < 90
    for faded in (middle(1.0, 0.5), middle(0.5, 1.0)):
        assert faded == pytest.approx([(255 + part) / 2 for part in (red, green, blue)], abs=2)


def test_lines_that_move_apart_keep_their_emoji_and_outlines() -> None:
    stroke = Stroke(3, RED)
    span = Span("Sale 🎉\nאבגד 🎁", Font(("Inter",)), INK, stroke=stroke)
    layer = Text(name="t", spans=(span,), size_min_px=40, size_max_px=40, max_lines=2)
    placed = place_in(layer, Box(0, 0, 400, 160))
    apart = lines_of(placed)
    assert [len(line.inks[0].pictures) for line in apart] == [1, 1]
    assert {ink.stroke for line in apart for ink in line.inks} == {stroke}
    assert sum(len(ink.glyphs) for line in apart for ink in line.inks) == len(placed.inks[0].glyphs)
