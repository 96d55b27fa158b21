"""Faces, glyphs and gaps: what stands where before any line is broken."""

from collections.abc import Iterable

import pytest

from media.errors import MissingGlyph
from media.fonts import FACES, FAMILIES, FOLDER, chain
from media.fonts.faces import EMOJI
from media.scene import Color, Font, Span
from media.typesetting.atoms import Atom
from media.typesetting.shaping import shape

INK = Color(0, 0, 0)


def span(text: str, *families: str, **more: object) -> Span:
    return Span(text, Font(families or ("Inter",)), INK, **more)  # type: ignore[arg-type]  # test sugar


def faces(atoms: Iterable[Atom]) -> list[str]:
    return [atom.glyphs[0].instance.face.family for atom in atoms if atom.glyphs]


def test_latin_comes_from_the_first_family_and_han_from_the_next_that_has_it() -> None:
    atoms = shape((span("Ax1新品", "Archivo", "Noto Serif SC"),), 40)
    assert faces(atoms) == ["Archivo"] * 3 + ["Noto Serif SC"] * 2


def test_the_fallback_is_always_asked_last() -> None:
    assert faces(shape((span("a新", "Instrument Serif"),), 40))[1] == "Noto Sans SC"


def test_the_nearest_weight_is_taken_and_a_rare_character_from_the_one_that_has_it() -> None:
    font = Font(("Noto Sans SC",), 800)
    atoms = shape((Span("新\u9f98", font, INK),), 40)
    files = [atom.glyphs[0].instance.face.file for atom in atoms]
    assert files == ["NotoSansSC-900.otf", "NotoSansSC-500.otf"]


@pytest.mark.parametrize("sign", "“”’…")
def test_signs_of_both_scripts_take_the_face_of_their_neighbour(sign: str) -> None:
    assert faces(shape((span(f"新{sign}品"),), 40))[1] == "Noto Sans SC"
    assert faces(shape((span(f"a{sign}b"),), 40))[1] == "Inter"


@pytest.mark.parametrize("text", ["ሰላም", "ᚠ", "நன்றி", "a\u0000b", "a\u0007b", "\ue000", "\ud800"])
def test_a_character_that_no_face_has_is_an_error(text: str) -> None:
    with pytest.raises(MissingGlyph) as caught:
        shape((span(text),), 40)
    assert caught.value.character in text


def test_invisible_characters_need_no_glyph_and_take_no_room() -> None:
    plain, joined = shape((span("牛皮"),), 40), shape((span("牛\u2060皮"),), 40)
    assert sum(atom.width for atom in plain) == pytest.approx(sum(atom.width for atom in joined))


@pytest.mark.parametrize("text", ["188克", "188 克", "克188", "克 188", "RunX跑鞋"])
def test_between_han_and_latin_there_is_one_gap_typed_or_not(text: str) -> None:
    bare = sum(sum(atom.width for atom in shape((span(part),), 40)) for part in (
        "".join(c for c in text if c.isascii()).strip(), "".join(c for c in text if not c.isascii())
    ))  # fmt: skip
    assert sum(atom.width for atom in shape((span(text),), 40)) == pytest.approx(bare + 0.2)


def test_neighbouring_full_width_signs_are_squeezed() -> None:
    wide = sum(atom.width for atom in shape((span("》，"),), 40))
    assert wide == pytest.approx(1.5)


def test_the_currency_mark_hangs_from_the_top_of_the_digits() -> None:
    font = Font(("Archivo",), 900, 84)
    mark = Span("¥", font, INK, size_em=0.45, cap_top=True)
    atoms = shape((mark, Span("2399", font, INK)), 200)
    tops = [atom.ink.top for atom in atoms if atom.ink]
    assert tops[0] == pytest.approx(max(tops[1:]))
    assert atoms[0].width < 0.6 * atoms[1].width


def test_axes_follow_weight_width_and_size() -> None:
    (archivo, *_) = chain(Font(("Archivo",), 950, 84), 30)
    (small, *_), (large, *_) = (chain(Font(("Inter",)), size) for size in (10, 200))
    assert dict(archivo.axes) == {"wght": 900, "wdth": 84}
    assert (dict(small.axes)["opsz"], dict(large.axes)["opsz"]) == (14, 32)
    heavy = shape((Span("n", Font(("Archivo",), 900), INK),), 40)[0].width
    assert heavy > shape((Span("n", Font(("Archivo",), 200), INK),), 40)[0].width


def test_every_face_has_its_file_and_every_family_its_licence() -> None:
    assert {face.file for face in FACES} == {
        file.name for file in FOLDER.iterdir() if file.suffix in {".ttf", ".otf"}
    }
    licences = {file.stem for file in (FOLDER / "licences").iterdir()}
    named = dict.fromkeys(("Noto Sans SC", "Noto Serif SC", "Noto Sans KR"), "NotoCJK")
    assert {named.get(family, family.replace(" ", "")) for family in FAMILIES | {EMOJI}} == licences


@pytest.mark.parametrize("weight", [400, 500, 700, 900])
def test_all_of_gb_2312_is_there_in_each_weight(weight: int) -> None:
    face = next(f for f in FACES if f.family == "Noto Sans SC" and f.weights[0] == weight)
    (instance,) = [i for i in chain(Font(("Noto Sans SC",), weight), 40) if i.face == face]
    table = "".join(
        bytes([row, cell]).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    assert len(table) == 6763
    atoms = shape((Span(table, Font(("Noto Sans SC",), weight), INK),), 40)
    assert {atom.glyphs[0].instance for atom in atoms} == {instance}
