"""Film documents: what is refused, and that the refusal says where."""

import copy
import json
from typing import Any

import pytest

from media.document import film, shelf, template
from media.document.wanted import wanted
from media.errors import BadTemplate, BadValue, MediaError, MissingGlyph, TextOverflow, TooLarge
from media.film import render
from tests.media.film import films


def broken(path: list[Any], value: Any) -> dict[str, Any]:
    """The small film with one field replaced."""
    document = copy.deepcopy(films.SMALL)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return document


SCENES = ["film", "scenes"]
MOVE = {"property": "x", "from": 5}


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (broken(["kind"], "POSTER"), "film"),
        (broken(["layers"], films.SMALL["film"]["scenes"][0]["layers"]), "film"),
        (broken(["film", "fps"], 0), "film.fps"),
        (broken(["film", "scenes"], []), "film.scenes"),
        (broken([*SCENES, 1, "name"], "intro"), "film.scenes[1].name"),
        (broken([*SCENES, 0, "layers", 0, "fill"], "$none"), "film.scenes[0].layers[0]"),
        (broken([*SCENES, 1, "layers", 0, "slot"], "title"), "film.scenes[1].layers[0].slot"),
        (broken([*SCENES, 2, "when"], "nothing"), "film.scenes[2].layers[0].when"),
        (broken([*SCENES, 1, "seconds", "voice"], "title"), "film.scenes[1].seconds.voice"),
        (broken([*SCENES, 1, "each"], "title"), "film.scenes[1].each"),
        (broken([*SCENES, 0, "seconds"], {"min": 3, "max": 2}), "film.scenes[0].seconds.max"),
        (broken([*SCENES, 0, "seconds"], {"together": 4}), "film.scenes[0].seconds.together"),
        (broken([*SCENES, 0, "transition"], {"kind": "SPIN"}), "film.scenes[0].transition.kind"),
        (
            broken([*SCENES, 0, "layers", 0, "animate"], [{"property": "count", "from": 1}]),
            "film.scenes[0].layers[0].animate[0]",
        ),
        (
            broken([*SCENES, 2, "layers", 0, "animate", 0, "from"], "title"),
            "film.scenes[2].layers[0].animate[0].from",
        ),
        (
            broken([*SCENES, 0, "layers", 0, "animate"], [{"property": "x", "from": "was"}]),
            "film.scenes[0].layers[0].animate[0].from",
        ),
        (
            broken([*SCENES, 0, "layers", 0, "animate"], [{**MOVE, "easing": [2, 0, 0, 1]}]),
            "film.scenes[0].layers[0].animate[0].easing",
        ),
        (
            broken(
                [*SCENES, 0, "layers", 0, "animate"],
                [{"property": "x", "keyframes": [[1, 0], [0.5, 9]]}],
            ),
            "film.scenes[0].layers[0].animate[0].keyframes",
        ),
        (broken(["film", "audio", "music"], "title"), "film.audio.music"),
        (broken(["film", "captions", "slot"], "title"), "film.captions.slot"),
        (broken(["slots", "film_caption"], {"kind": "TEXT"}), "slots.film_caption"),
    ],
)
def test_a_wrong_document_is_refused_with_the_path_of_what_is_wrong(
    document: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadTemplate) as caught:
        film.parse(document)
    assert caught.value.field == field
    assert caught.value.template == "film-small"


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"price": {"amount": "150", "currency": "EUR"}}, ("was", BadValue)),
        ({"words": "no times"}, ("words", BadValue)),
        ({"voice": "nobody"}, ("voice", MediaError)),
        ({"picture": "nobody"}, ("picture", MediaError)),
        ({"voice": "vase"}, ("voice", MediaError)),
    ],
)
def test_a_wrong_value_is_refused_with_its_slot(
    value: dict[str, Any], place: tuple[str, type[MediaError]]
) -> None:
    with pytest.raises(place[1]) as caught:
        render.check(films.small(), {**films.VALUES, **value}, films.assets())
    assert (caught.value.slot, caught.value.template) == (place[0], "film-small")


def test_words_without_room_are_refused_with_their_layer() -> None:
    with pytest.raises(TextOverflow) as caught:
        render.check(films.small(), {**films.VALUES, "brand": "HALDEN " * 20}, films.assets())
    assert caught.value.template == "film-small"
    assert caught.value.layer in {"brand", "card"}


def test_a_caption_that_no_font_can_draw_is_refused_before_a_frame_is_drawn() -> None:
    words = [{"start": 0, "end": 2, "text": "\U0001f0a1"}]
    with pytest.raises(MissingGlyph):
        render.check(films.small(), {**films.VALUES, "words": words}, films.assets())


def test_a_film_that_would_be_too_long_is_refused_before_a_frame_is_drawn() -> None:
    values = {**films.VALUES, "voice": "long"}
    with pytest.raises(TooLarge, match="at most 120 s"):
        render.check(films.small(), values, {**films.assets(), "long": films.tone(130)})


def test_scenes_whose_condition_does_not_hold_are_left_out() -> None:
    values = {key: value for key, value in films.VALUES.items() if key not in {"price", "was"}}
    with_price = render.check(films.small(), films.VALUES, films.assets())
    assert render.check(films.small(), values, films.assets()) == with_price - 1.5


def test_a_scene_is_as_long_as_its_voice() -> None:
    told = {**films.assets(), "told": films.tone(3.1)}
    silent = render.check(films.small(), films.VALUES, told)
    assert render.check(films.small(), {**films.VALUES, "voice": "told"}, told) == silent + 2.0


def test_a_film_is_no_still_and_a_still_no_film() -> None:
    with pytest.raises(BadTemplate, match=r"media\.document\.film"):
        template.parse(films.SMALL)
    still = json.loads((shelf.FOLDER / "poster-price-cut.json").read_text("utf-8"))
    with pytest.raises(BadTemplate, match="kind FILM"):
        film.parse(still)


@pytest.mark.parametrize("name", film.shipped())
def test_every_shipped_film_keeps_its_schema_and_suits_its_samples(name: str) -> None:
    parsed = film.named(name)
    assert parsed.name == name
    assert {"en", "zh"} <= set(parsed.languages)
    assert len(parsed.samples) >= 2
    vase = films.assets()["vase"]
    for sample in parsed.samples:
        photos = dict.fromkeys(wanted(parsed.base, sample), vase)
        seconds = render.check(name, sample, photos)
        assert 8 <= seconds <= 20
        assert seconds % parsed.beat_s == pytest.approx(0, abs=1e-6)
