"""Every example of the page from top to bottom, as a newcomer runs them: each must be answered.

What an operation hands on is waited for, a subscription is followed to its end, and the file that
the assets' example announces is sent to its address.
"""

import base64
import io
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import OperationDefinitionNode, OperationType, parse
from PIL import Image, ImageDraw

from tests.browser.steps import NARROW, WIDE, Step, Visit, nothing_is_wider_than_the_window

FILES = sorted(
    (Path(__file__).parents[2] / "api/graphiql/examples").glob("*.graphql"),
    key=lambda file: int(file.name.split("_")[0]),
)
HANDED_ON = re.compile(r"^# \$(\w+) <- ([\w.]+)$", re.MULTILINE)
VARIABLES = """(() => {
    const models = globalThis.__MONACO?.editor.getModels() ?? [];
    return models.find((one) => one.uri.path.endsWith('variables.json'))?.getValue();
})()"""
OVER = {"SUCCEEDED", "FAILED", "PARTLY_FAILED", "CANCELLED"}
ENDS_WITHIN_S = 60


def duty(place: int, file: Path) -> Step:
    """One example, in its tab."""

    def step(visit: Visit) -> None:
        visit.page.show(*WIDE)
        visit.page.click(f".graphiql-tab:nth-child({place}) > button")
        text = file.read_text("utf-8")
        operations = parse(text).definitions
        for one in operations:
            assert isinstance(one, OperationDefinitionNode)
            assert one.name
            name = one.name.value
            answer = asked(visit, name, is_only=len(operations) == 1)
            if one.operation is OperationType.SUBSCRIPTION:
                answer = followed(visit, name)
            assert "errors" not in answer, f"{name}: {answer['errors']}"
            refused = list(refusals(answer))
            assert not refused, f"{name}: {refused}"
            handed_on(visit, text, answer["data"])
            if "data:image/" in json.dumps(answer):
                shown(visit, name)
            for address, size_bytes in announced(one, answer["data"]):
                send(visit, address, size_bytes)

    step.__name__ = f"{file.stem.partition('_')[2]}_from_top_to_bottom"
    return step


def shown(visit: Visit, name: str) -> None:
    """A picture within an answer is seen below it."""
    width = "document.querySelector('.files a[download] img')?.naturalWidth"
    visit.page.until(f"{width} > 200", f"the picture of {name}")
    visit.picture(name)


def asked(visit: Visit, name: str, *, is_only: bool) -> Any:
    """Where there is but one operation, the button runs it without a list to choose from."""
    has_list = "!!document.querySelector('.graphiql-execute-button[aria-haspopup]')"
    visit.page.until(f"{has_list} === {json.dumps(not is_only)}", f"the operations beside {name}")
    if not is_only:
        return visit.run(name)
    visit.page.click(".graphiql-execute-button")
    return visit.answer(name)


def followed(visit: Visit, name: str) -> Any:
    """The last event of a subscription to something that is drawn."""
    until = time.monotonic() + ENDS_WITHIN_S
    while True:
        answer = visit.answer(name)
        if "errors" in answer or next(iter(answer["data"].values()))["state"] in OVER:
            return answer
        assert time.monotonic() < until, f"{name}: not over within {ENDS_WITHIN_S} s: {answer}"
        time.sleep(0.05)


def refusals(answer: Any) -> Iterator[Any]:
    """All `userErrors`, wherever they stand."""
    if isinstance(answer, dict):
        yield from answer.get("userErrors") or ()
        for value in answer.values():
            yield from refusals(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from refusals(value)


def handed_on(visit: Visit, text: str, data: Any) -> None:
    for name, path in HANDED_ON.findall(text):
        if (value := at(data, path)) is not None:
            pair = json.dumps(f'"{name}": "{value}"')
            visit.page.until(f"{VARIABLES}?.includes({pair})", f"{name} to be handed on")


def at(data: Any, path: str) -> Any:
    """What an answer has there, if anything."""
    for step in path.split("."):
        if isinstance(data, list):
            data = data[int(step)] if int(step) < len(data) else None
        else:
            data = data.get(step) if isinstance(data, dict) else None
    return data


def announced(operation: OperationDefinitionNode, data: Any) -> list[tuple[str, int]]:
    """Addresses that a file may be sent to, and how long it must be."""
    assert operation.loc
    words = operation.loc.source.body[operation.loc.start : operation.loc.end]
    sizes = map(int, re.findall(r"sizeBytes: (\d+)", words))
    given = (data.get("stagedUploadsCreate") or {}).get("stagedUploads") or []
    return [(one["uploadUrl"], size) for one, size in zip(given, sizes, strict=False)]


def send(visit: Visit, address: str, size_bytes: int) -> None:
    packed = base64.b64encode(mug(size_bytes)).decode()
    status = visit.page.value(
        f"""fetch({json.dumps(address)}, {{
            method: 'PUT',
            body: Uint8Array.from(atob('{packed}'), (one) => one.charCodeAt(0)),
        }}).then((answer) => answer.status)"""
    )
    assert status == 201, status


def mug(size_bytes: int) -> bytes:
    """A JPEG of just that length, by the comment in it."""
    image = Image.new("RGB", (900, 900), "#e9e2d4")
    ImageDraw.Draw(image).ellipse((200, 200, 700, 700), fill="#2b5d8a")

    def encoded(comment: bytes) -> bytes:
        into = io.BytesIO()
        image.save(into, "JPEG", comment=comment)
        return into.getvalue()

    return encoded(b"." * (size_bytes - len(encoded(b".")) + 1))


def the_last_of_them_is_read_on_a_phone(visit: Visit) -> None:
    visit.page.show(*NARROW)
    nothing_is_wider_than_the_window(visit)


DUTIES: list[Step] = [
    *(duty(place, file) for place, file in enumerate(FILES, 1)),
    the_last_of_them_is_read_on_a_phone,
]
