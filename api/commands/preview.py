"""`tradepost templates preview`: every template with its samples, and all of them on one sheet."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from api.commands.render import write
from api.commands.render_words import Told
from api.commands.template_file import size_of, template_in
from api.refused import Refused, RenderBroke
from media import contact_sheet, samples
from media.child import Renderer, Request
from media.contact_sheet import Entry, Shot
from media.document.library import FILM, shipped
from media.document.packaging import PACKAGING
from media.document.slots import words_in
from media.document.template import Template
from media.document.wanted import wanted
from media.errors import MediaError, RenderFailed
from media.rendered import Rendered

SHEET = "contact-sheet.jpg"
ON_SHEET = 2
"""Pictures of each template, of its first samples."""
ENDS = {
    "image/jpeg": ".jpg", "video/mp4": ".mp4", "image/gif": ".gif", "image/webp": ".webp",
    "application/pdf": ".pdf",
}  # fmt: skip
COVERS = (".cover.jpg", ".proof.png")
FORMATS = {FILM: "mp4", PACKAGING: "pdf"}
"""Of all others: jpeg."""


def preview(out: Path, template: str | None, scale: float) -> str:
    """What was drawn, in one line; raises Refused."""
    names = [template] if template else list(shipped())
    try:
        out.mkdir(parents=True, exist_ok=True)
        with drawings_in(out) as drawings, Renderer() as renderer, Told("templates") as told:
            showing = Showing(renderer, drawings, out, scale)
            entries = []
            for number, name in enumerate(names):
                told(name, number / (len(names) + 1))
                entries.append(showing.entry(name))
            told("contact sheet", len(names) / (len(names) + 1))
            if any(entry.shots for entry in entries):
                showing.sheet(entries)
            told("done", 1.0)
    except RenderFailed as error:
        raise RenderBroke(f"{error}.") from None
    except MediaError as error:
        raise Refused(f"{error}.") from None
    except OSError as error:
        raise Refused(f"{out} cannot be written: {error.strerror or error}.") from None
    count = sum(len(entry.shots) for entry in entries)
    return f"{out / SHEET}: {len(entries)} templates, {count} pictures on it."


@contextmanager
def drawings_in(out: Path) -> Iterator[Path]:
    """Where sample pictures wait for the next preview: in the folder, hidden."""
    folder = out / ".samples"
    is_new = not folder.exists()
    try:
        yield folder
    except BaseException:
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
        raise


class Showing:
    """Draws the samples of templates, one after the other, in one warm child."""

    def __init__(self, renderer: Renderer, drawings: Path, out: Path, scale: float) -> None:
        self.renderer, self.drawings, self.out, self.scale = renderer, drawings, out, scale
        self.drawn: dict[str, bytes] = {}

    def entry(self, name: str) -> Entry:
        """Its pictures, written; the first of them are for the sheet."""
        document, template = template_in(name)
        shots: list[Shot] = []
        for number, sample in enumerate(template.samples, 1):
            rendered = self.rendered(document, template, sample)
            stem = f"{template.name}-{number}"
            (self.out / f"{stem}{ENDS[rendered.media_type]}").write_bytes(rendered.data)
            for end, data in rendered.sides.items():
                (self.out / f"{stem}{end}").write_bytes(data)
            if len(shots) < ON_SHEET:
                covers = [data for end, data in rendered.sides.items() if end in COVERS]
                self.drawn[stem] = covers[0] if covers else rendered.data
                shots.append(Shot(stem, rendered.width_px, rendered.height_px))
        titles = [words_in(template.title, language) for language in ("en", "zh")]
        size = size_of(template).removesuffix(" px")
        facts = f"{template.name}   {size}{'+' if template.hug else ''}"
        return Entry("  ".join(dict.fromkeys(titles)), facts, tuple(shots))

    def rendered(
        self, document: Mapping[str, Any], template: Template, sample: Mapping[str, Any]
    ) -> Rendered:
        assets = {}
        for asset, slot in wanted(template, sample).items():
            try:
                assets[asset] = samples.picture(asset, self.drawings)
            except MediaError as error:
                raise error.within(template=template.name, slot=slot) from None
        kind = FORMATS.get(template.kind, "jpeg")
        request = Request(
            template=document, values=sample, assets=assets, format=kind, scale=self.scale
        )
        return self.renderer.render(request)

    def sheet(self, entries: Sequence[Entry]) -> None:
        """The pictures that were drawn, tall ones first, as a picture of its own."""
        found = [one for one in entries if one.shots][: contact_sheet.MOST_PICTURES]
        each = max(contact_sheet.MOST_PICTURES // max(len(found), 1), 1)
        shown = sorted(
            (replace(one, shots=one.shots[:each]) for one in found),
            key=lambda one: one.shots[0].ratio,
        )
        count = sum(len(entry.shots) for entry in shown)
        note = f"{len(shown)} templates, {count} pictures, each drawn from its sample values"
        document, values = contact_sheet.sheet(shown, "Tradepost templates", note)
        request = Request(template=document, values=values, assets=self.drawn, format="jpeg")
        write(str(self.out / SHEET), self.renderer.render(request).data)
