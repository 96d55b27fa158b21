"""What differs between two documents: laws, and what a reader is told."""

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.templates.changes import IN_ORDER, Change, ChangeKind, differences, is_same
from media.document import shelf

ADDED, REMOVED, CHANGED, MOVED = ChangeKind

names = st.sampled_from(["a", "b", "c", "slots", "colors", "name"])
leaves = st.none() | st.booleans() | st.integers(-2, 2) | st.floats(-1, 1) | st.sampled_from("xyzñ")
named = st.lists(st.sampled_from("pqrst"), unique=True).flatmap(
    lambda some: st.tuples(
        *(st.fixed_dictionaries({"name": st.just(n), "v": leaves}) for n in some)
    )
)
documents = st.recursive(
    leaves | named.map(list),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@given(documents)
def test_nothing_differs_from_itself(document: Any) -> None:
    assert differences(document, json.loads(json.dumps(document))) == []


@given(documents, documents)
def test_the_one_with_its_changes_is_the_other(before: Any, after: Any) -> None:
    found = differences(before, after)
    assert is_same(changed(before, found), after)
    assert bool(found) or in_order(before) == in_order(after)


@given(documents, documents)
def test_the_way_back_is_as_long_but_for_what_moves(before: Any, after: Any) -> None:
    def counted(found: Iterable[Change]) -> list[tuple[Any, str]]:
        turned = {ADDED: "gone", REMOVED: "come"}
        said = [(one.path, turned.get(one.kind, "other")) for one in found if one.kind != MOVED]
        return sorted(said, key=repr)

    there, back = differences(before, after), differences(after, before)
    swapped = {"gone": "come", "come": "gone", "other": "other"}
    assert counted(there) == sorted(((p, swapped[k]) for p, k in counted(back)), key=repr)
    assert sum(one.kind is MOVED for one in there) == sum(one.kind is MOVED for one in back)


def changed(before: Any, changes: list[Change]) -> Any:
    """A document with its changes made: written anew, from what a client is told."""
    here = [one for one in changes if not one.path]
    if here:
        return here[0].after
    if not changes:
        return before
    is_list = isinstance(before, list)
    parts = {part["name"]: part for part in before} if is_list else dict(before)
    own = [one for one in changes if len(one.path) == 1]
    for one in own:
        if one.kind is REMOVED:
            del parts[one.path[0]]
        elif one.kind is CHANGED:
            parts[one.path[0]] = one.after
    for name in list(parts):
        below = [
            Change(one.path[1:], one.kind, one.before, one.after, one.place)
            for one in changes
            if one.path[0] == name and len(one.path) > 1
        ]
        parts[name] = changed(parts[name], below)
    set_down = {one.path[0]: one for one in own if one.kind in {ADDED, MOVED}}
    stays = [name for name in parts if name not in set_down]
    for name, one in sorted(set_down.items(), key=lambda item: item[1].place or 0):
        stays.insert(len(stays) if one.place is None else one.place, name)
        if one.kind is ADDED:
            parts[name] = one.after
    return [parts[name] for name in stays] if is_list else {name: parts[name] for name in stays}


def in_order(value: Any, name: str = "") -> Any:
    """As lists where the order says something; true is told from 1."""
    match value:
        case dict():
            pairs = [(key, in_order(part, key)) for key, part in value.items()]
            return ("{", pairs if name in IN_ORDER else sorted(pairs, key=repr))
        case list():
            return [in_order(part) for part in value]
        case bool() | None | str():
            return (type(value).__name__, value)
        case _:
            return float(value)


def poster() -> Any:
    return json.loads(json.dumps(shelf.stored("poster-new-arrival")))


def told(before: Any, after: Any) -> list[tuple[str, str, Any, Any]]:
    return [
        ("/".join(one.path), one.kind.name, one.before, one.after)
        for one in differences(before, after)
    ]


def test_a_reader_is_told_of_slots_layers_and_the_canvas_by_their_names() -> None:
    before, after = poster(), poster()
    after["canvas"]["height_px"] = 1440
    after["slots"]["title"]["max_chars"] = 72
    del after["slots"]["cta"]
    after["slots"]["seal"] = {"kind": "TEXT"}
    first, second = after["layers"][0]["name"], after["layers"][1]["name"]
    after["layers"][0]["box"][1] = 12
    after["layers"].append(after["layers"].pop(0))
    found = told(before, after)
    box = before["layers"][0]["box"]
    last = len(before["layers"]) - 1
    assert found == [
        ("canvas/height_px", "CHANGED", 1350, 1440),
        ("slots/cta", "REMOVED", before["slots"]["cta"], None),
        ("slots/title/max_chars", "CHANGED", 60, 72),
        ("slots/seal", "ADDED", None, {"kind": "TEXT"}),
        (f"layers/{first}", "MOVED", 0, last),
        (f"layers/{first}/box", "CHANGED", box, [box[0], 12, *box[2:]]),
    ]
    assert second not in str(found)


def test_scenes_of_a_film_are_known_by_their_names() -> None:
    before = json.loads(json.dumps(shelf.stored("film-single-square")))
    after = json.loads(json.dumps(before))
    scenes = after["film"]["scenes"]
    gone = scenes.pop(1)
    scenes[0]["layers"][0]["name"] = "other"
    found = told(before, after)
    assert ("film/scenes/" + gone["name"], "REMOVED", gone, None) in found
    assert [said[:2] for said in found[1:]] == [
        (
            f"film/scenes/{scenes[0]['name']}/layers/{before['film']['scenes'][0]['layers'][0]['name']}",
            "REMOVED",
        ),
        (f"film/scenes/{scenes[0]['name']}/layers/other", "ADDED"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (1, 1.0, []),
        (1, True, [("", "CHANGED", 1, True)]),
        (None, [], [("", "CHANGED", None, [])]),
        ({"a": {"b": 1}}, {"a": [1]}, [("a", "CHANGED", {"b": 1}, [1])]),
        ({"size": [1, 2]}, {"size": [2, 1]}, [("size", "CHANGED", [1, 2], [2, 1])]),
        ({"x": 1, "y": 2}, {"y": 2, "x": 1}, []),
        (
            {"slots": {"x": 1, "y": 2}},
            {"slots": {"y": 2, "x": 1}},
            [("slots/x", "MOVED", 0, 1)],
        ),
        ([{"name": "a"}, {"name": "a"}], [{"name": "a"}], [("", "CHANGED", [{"name": "a"}] * 2, [{"name": "a"}])]),
    ],
)  # fmt: skip
def test_what_is_the_same_and_what_is_not(before: Any, after: Any, found: Any) -> None:
    assert told(before, after) == found
