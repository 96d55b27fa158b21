"""Each rule of a still: a picture made to keep it, and one made to break it."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw, ImageFilter

from media.presets.compliance import check
from media.presets.finding import Verdict, worst
from media.presets.preset import Preset, Span
from media.presets.reading import fits
from media.presets.rules.sizes import sizes
from tests.factories.pictures import saved
from tests.media.presets.made import cup, film_preset, found, lettered, preset, scene

PASS, WARN, FAIL = Verdict.PASS, Verdict.WARN, Verdict.FAIL


def judged(data: bytes, rule: str, **fields: Any) -> Verdict:
    return found(check(data, preset(**fields)), rule).verdict


def plain(width: int, height: int) -> bytes:
    return saved(Image.new("RGB", (width, height), (200, 120, 40)))


@pytest.mark.parametrize(
    ("size", "verdict"), [((400, 300), PASS), ((399, 300), FAIL), ((501, 300), FAIL)]
)
def test_the_width_is_between_its_limits(size: tuple[int, int], verdict: Verdict) -> None:
    assert judged(plain(*size), "width", width_px={"min": 400, "max": 500}) is verdict


@pytest.mark.parametrize(("high", "verdict"), [(400, PASS), (380, WARN), (299, FAIL)])
def test_the_height_may_be_allowed_and_not_advised(high: int, verdict: Verdict) -> None:
    limits = {"min": 300, "advised_min": 400}
    assert judged(plain(400, high), "height", height_px=limits) is verdict


@pytest.mark.parametrize(("wide", "verdict"), [(400, PASS), (401, FAIL)])
def test_the_longest_side_is_whichever_that_is(wide: int, verdict: Verdict) -> None:
    assert judged(plain(wide, 300), "longest_side", longest_px={"max": 400}) is verdict
    assert judged(plain(300, wide), "longest_side", longest_px={"max": 400}) is verdict


@pytest.mark.parametrize(("size", "verdict"), [((400, 400), PASS), ((300, 400), FAIL)])
def test_the_ratio_is_one_of_those_named(size: tuple[int, int], verdict: Verdict) -> None:
    assert judged(plain(*size), "ratio", ratios=["1:1"]) is verdict
    assert judged(plain(*size), "ratio", ratios=["1:1", "3:4"]) is PASS


@pytest.mark.parametrize(("high", "verdict"), [(1500, PASS), (1501, WARN)])
def test_a_long_picture_is_cut_into_slices(high: int, verdict: Verdict) -> None:
    finding = found(check(plain(40, high), preset(slice_px=1500)), "slices")
    assert finding.verdict is verdict
    assert (verdict is PASS) or "2 slices" in finding.message


SIDES = st.integers(1, 20_000)


@given(width=SIDES, height=SIDES, least=st.integers(1, 9_000), more=st.integers(0, 9_000))
def test_sizes_fail_just_outside_of_their_limits(
    width: int, height: int, least: int, more: int
) -> None:
    span = Span(least, least + more, least + more // 3, least + more // 2)
    row = Preset(**{**_FACTS, "width_px": span, "height_px": span, "longest_px": span})
    verdicts = {finding.rule: finding.verdict for finding in sizes(width, height, row)}
    for rule, px in (("width", width), ("height", height), ("longest_side", max(width, height))):
        assert (verdicts[rule] is FAIL) == (px < least or px > least + more)
        assert (verdicts[rule] is PASS) == (least + more // 3 <= px <= least + more // 2)


@given(wide=st.integers(1, 30), high=st.integers(1, 30), size=st.integers(200, 4_000))
def test_a_ratio_holds_when_one_side_is_rounded_and_not_when_it_is_off_by_more(
    wide: int, high: int, size: int
) -> None:
    [ratio] = preset(canvas_px=[wide * 100, high * 100], ratios=[f"{wide}:{high}"]).ratios
    width = size * max(1, wide // high)
    assert fits(ratio, width, max(1, round(width * high / wide)))
    assert not fits(ratio, width + width // 50 + 2 + round(ratio.value), round(width * high / wide))


_FACTS = {name: getattr(preset(), name) for name in Preset.__slots__}


@pytest.mark.parametrize(("format", "verdict"), [("JPEG", PASS), ("WEBP", FAIL)])
def test_the_format_is_what_the_bytes_say(format: str, verdict: Verdict) -> None:
    assert judged(saved(cup(), format), "format", formats=["JPEG", "PNG"]) is verdict


@pytest.mark.parametrize(("most", "least", "verdict"), [(0, 0, PASS), (-1, 0, FAIL), (0, 1, FAIL)])
def test_the_file_is_no_larger_and_no_smaller(most: int, least: int, verdict: Verdict) -> None:
    data = saved(cup(), "JPEG")
    limits = {"min": len(data) + least, "max": len(data) + max(most, least)}
    limits |= {"min": len(data) - 9, "max": len(data) - 1} if most < 0 else {}
    assert judged(data, "file_size", bytes=limits) is verdict


def _profiles() -> dict[str, bytes]:
    """sRGB's own, and one that is not: the same with red and green swapped by its matrix."""
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    red, green = srgb.index(b"rXYZ"), srgb.index(b"gXYZ")
    other = bytearray(srgb)
    other[red : red + 4], other[green : green + 4] = b"gXYZ", b"rXYZ"
    return {"srgb": srgb, "other": bytes(other)}


COLORED: list[tuple[Callable[[], bytes], Verdict]] = [
    (lambda: saved(cup()), PASS),
    (lambda: saved(cup(), "JPEG", icc_profile=_profiles()["srgb"]), PASS),
    (lambda: saved(cup().convert("L")), PASS),
    (lambda: saved(cup(), "JPEG", icc_profile=_profiles()["other"]), FAIL),
    (lambda: saved(cup().convert("CMYK"), "JPEG"), FAIL),
    (lambda: saved(cup(), "JPEG", icc_profile=b"no profile at all" * 9), WARN),
]


@pytest.mark.parametrize(("made", "verdict"), COLORED)
def test_the_colour_space_is_srgb(made: Callable[[], bytes], verdict: Verdict) -> None:
    assert judged(made(), "color_space", color_space="SRGB") is verdict


def test_nothing_may_show_through() -> None:
    clear = cup().convert("RGBA")
    assert judged(saved(clear), "alpha", forbidden=["ALPHA"]) is PASS
    clear.putpixel((3, 3), (255, 255, 255, 128))
    assert judged(saved(clear), "alpha", forbidden=["ALPHA"]) is FAIL


@pytest.mark.parametrize("format", ["GIF", "WEBP"])
def test_it_may_not_move(format: str) -> None:
    still = saved(cup(60), format)
    moves = saved(cup(60), format, save_all=True, append_images=[cup(60, 0.5)], duration=90)
    assert judged(still, "animation", forbidden=["ANIMATION"]) is PASS
    assert judged(moves, "animation", forbidden=["ANIMATION"]) is FAIL


def speckled() -> Image.Image:
    image = cup()
    image.putpixel((0, 200), (254, 255, 255))
    return image


@pytest.mark.parametrize(
    ("image", "verdict"), [(cup(), PASS), (speckled(), WARN), (cup(ground=254), FAIL)]
)
def test_the_border_is_exactly_white(image: Image.Image, verdict: Verdict) -> None:
    assert judged(saved(image), "white_border", has_white_ground=True) is verdict


@pytest.mark.parametrize(
    ("image", "verdict"),
    [
        (cup(fill=0.86), PASS),
        (cup(fill=0.84), FAIL),
        (cup(800, fill=0.9, ground=228), PASS),
        (cup(800, fill=0.6, ground=228), FAIL),
        (scene(), WARN),
        (Image.new("RGB", (90, 90), "white"), WARN),
    ],
)
def test_the_subject_fills_so_much(image: Image.Image, verdict: Verdict) -> None:
    assert judged(saved(image), "subject_fill", subject_fill={"min": 0.85}) is verdict


@pytest.mark.parametrize(("fill", "verdict"), [(0.76, PASS), (0.74, FAIL)])
def test_the_subject_has_so_many_px(fill: float, verdict: Verdict) -> None:
    finding = found(check(saved(cup(fill=fill)), preset(subject_px={"min": 301})), "subject_size")
    assert finding.verdict is verdict
    assert abs(int(finding.measured.split()[0]) - fill * 400) <= 2


def shadowed() -> Image.Image:
    image = Image.new("RGB", (400, 400), "white")
    ImageDraw.Draw(image).ellipse((90, 300, 330, 350), (190, 190, 190))
    image = image.filter(ImageFilter.GaussianBlur(14))
    ImageDraw.Draw(image).ellipse((100, 60, 300, 320), (150, 40, 30))
    return image


def test_a_shadow_on_white_is_warned_of() -> None:
    assert judged(saved(cup(fill=0.6)), "shadow", forbidden=["SHADOW"]) is PASS
    assert judged(saved(shadowed()), "shadow", forbidden=["SHADOW"]) is WARN
    assert judged(saved(scene()), "shadow", forbidden=["SHADOW"]) is WARN


def framed(inset: int, sides: str = "trbl") -> Image.Image:
    image = cup(fill=0.6)
    draw, far = ImageDraw.Draw(image), 399 - inset
    lines = {
        "t": (inset, inset, far, inset + 2), "b": (inset, far - 2, far, far),
        "l": (inset, inset, inset + 2, far), "r": (far - 2, inset, far, far),
    }  # fmt: skip
    for side in sides:
        draw.rectangle(lines[side], (20, 20, 20))
    return image


@pytest.mark.parametrize(
    ("image", "verdict"),
    [
        (cup(), PASS),
        (scene(), PASS),
        (framed(0), FAIL),
        (framed(16), FAIL),
        (framed(8, "tb"), WARN),
        (framed(8, "b"), PASS),
    ],
)
def test_no_frame_runs_round_it(image: Image.Image, verdict: Verdict) -> None:
    for data in (saved(image), saved(image, "JPEG", quality=85)):
        assert judged(data, "border", forbidden=["BORDER"]) is verdict


def barred(seed: int = 5) -> Image.Image:
    image = scene(600, 800, seed)
    for box in ((0, 0, 600, 70), (0, 730, 600, 800)):
        image.paste((4, 4, 4), box)
    return image


def lamp() -> Image.Image:
    """A light in the dark: black along its edges, but fading."""
    y, x = np.mgrid[0:400, 0:400]
    light = 255 * np.exp(-((x - 200.0) ** 2 + (y - 200.0) ** 2) / 12_000)
    return Image.fromarray(light.astype(np.uint8)).convert("RGB")


@pytest.mark.parametrize(
    ("image", "verdict"),
    [
        (scene(), PASS),
        (barred(), FAIL),
        (barred().rotate(90, expand=True), FAIL),
        (lamp(), PASS),
        (Image.new("RGB", (90, 90)), WARN),
    ],
)
def test_no_black_bars_lie_beside_it(image: Image.Image, verdict: Verdict) -> None:
    assert judged(saved(image), "black_bars", forbidden=["BLACK_BARS"]) is verdict


def tiny(kind: str, words: str) -> Image.Image:
    code = zxingcpp.create_barcode(words, getattr(zxingcpp.BarcodeFormat, kind))
    return Image.fromarray(np.array(code.to_image(scale=4)))


@pytest.mark.parametrize(
    ("kind", "words"), [("QRCode", "https://example.com/x"), ("EAN13", "4006381333931")]
)
def test_no_code_can_be_read_in_it(kind: str, words: str) -> None:
    image = scene(600, 800)
    assert judged(saved(image), "code", forbidden=["CODE"]) is PASS
    code = tiny(kind, words).convert("RGB")
    ground = Image.new("RGB", (code.width + 60, code.height + 60), "white")
    ground.paste(code, (30, 30))
    image.paste(ground, (60, 80))
    assert judged(saved(image, "JPEG", quality=80), "code", forbidden=["CODE"]) is FAIL


@pytest.mark.parametrize(
    ("image", "verdict"),
    [
        (cup(fill=0.5), PASS),
        (lettered(cup(fill=0.5), "HALDEN", (14, 12), size=18, color=(30, 30, 30)), WARN),
        (lettered(cup(fill=0.5), "北屿", (346, 370), size=20, color=(200, 30, 30)), WARN),
        (scene(), WARN),
    ],
)
def test_a_mark_in_a_corner_is_warned_of(image: Image.Image, verdict: Verdict) -> None:
    for ban in ("LOGO", "WATERMARK"):
        assert judged(saved(image), "corner_marks", forbidden=[ban]) is verdict


def test_a_file_of_the_other_kind_has_that_one_finding() -> None:
    [finding] = check(saved(cup()), film_preset(fps=25))
    assert (finding.rule, finding.verdict) == ("kind", FAIL)


def test_only_rules_that_the_preset_has_are_looked_at() -> None:
    assert [finding.rule for finding in check(saved(cup()), preset())] == ["kind"]
    assert worst(check(saved(cup()), preset())) is PASS


def test_a_limit_from_memory_is_said_to_be_so_when_it_is_broken() -> None:
    row = preset(width_px=400, height_px=400, from_memory=["width_px"])
    findings = check(plain(100, 100), row)
    assert found(findings, "width").message.endswith("This limit is from memory.")
    assert "memory" not in found(findings, "height").message
    assert "memory" not in found(check(plain(400, 400), row), "width").message


def test_sizes_are_those_that_are_shown() -> None:
    image = Image.new("RGB", (400, 300), "red")
    exif = image.getexif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    row = preset(canvas_px=[300, 400], width_px=300, height_px=400)
    assert worst(check(out.getvalue(), row)) is PASS
