"""The one door of packagings: a document, its values and pictures in; a print PDF and a proof out.

Pure, as `media.render` is: the same input gives the same bytes on one machine.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from media.document.packaging import PackagingTemplate, named, parse
from media.document.slots import fill
from media.errors import BadTemplate, MediaError
from media.fonts.added import families
from media.packaging.checks import findings as found_in
from media.packaging.finding import Finding, refusal
from media.packaging.sheet import Print, prints
from media.photo import Photo, decoded

PackagingLike = str | Mapping[str, Any]
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Packaging:
    """Two files and what was found in them; width and height are of all that is cut."""

    pdf: bytes
    proof_png: bytes
    width_mm: float
    height_mm: float
    findings: tuple[Finding, ...]


def template_of(document: PackagingLike) -> PackagingTemplate:
    """A shipped one by its name, or a document; raises TemplateError."""
    if isinstance(document, str):
        return named(document)
    if not isinstance(document, Mapping):
        raise BadTemplate("template", "must be a name or a document")
    return parse(document)


def _laid(
    template: PackagingTemplate,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    fonts: Mapping[str, bytes],
    tell: Tell,
) -> tuple[tuple[Print, ...], dict[str, Photo], tuple[Finding, ...]]:
    filled = fill(template.base, values, assets.keys(), families(fonts))
    tell("reading", 0.1)
    photos = decoded(filled.every_photo(), assets)
    tell("measuring", 0.2)
    laid = prints(template, filled, photos)
    return laid, photos, found_in(template, laid, photos)


def check_packaging(
    document: PackagingLike,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    fonts: Mapping[str, bytes] | None = None,
) -> tuple[Finding, ...]:
    """What a printer would say to it, whether it would be printed or not. Draws nothing.

    Raises what `render_packaging` does but NotPrintable.
    """
    template = template_of(document)
    try:
        return _laid(template, values, assets, fonts or {}, lambda _stage, _done: None)[2]
    except MediaError as error:
        raise error.within(template=template.name) from None


def check_layout(
    document: PackagingLike,
    values: Mapping[str, Any],
    asset_names: Collection[str],
    fonts: Mapping[str, bytes] | None = None,
) -> None:
    """Raises what `render_packaging` would raise, as far as it can be known without a photo."""
    template = template_of(document)
    try:
        filled = fill(template.base, values, asset_names, families(fonts or {}))
        laid = prints(template, filled, {})
        if (refused := refusal(found_in(template, laid, {}))) is not None:
            raise refused
    except MediaError as error:
        raise error.within(template=template.name) from None


def render_packaging(
    document: PackagingLike,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    on_progress: Tell | None = None,
    *,
    fonts: Mapping[str, bytes] | None = None,
) -> Packaging:
    """Raises a MediaError: NotPrintable where a check fails. WARN findings come with the files.

    `values`, `assets` and `fonts` are as `media.render.render` takes them.
    """
    tell = on_progress or (lambda _stage, _done: None)
    tell("planning", 0.0)
    template = template_of(document)
    try:
        laid, photos, findings = _laid(template, values, assets, fonts or {}, tell)
        if (refused := refusal(findings)) is not None:
            raise refused
        from media.packaging.pdf.page import print_pdf  # noqa: PLC0415  what draws: when it must
        from media.packaging.proof import proof_png  # noqa: PLC0415  likewise

        tell("printing", 0.4)
        pdf = print_pdf(template, laid, photos)
        tell("proofing", 0.7)
        proof = proof_png(template, laid, photos, findings)
    except MediaError as error:
        raise error.within(template=template.name) from None
    tell("done", 1.0)
    field = template.dieline.field
    return Packaging(pdf, proof, field.width, field.height, findings)
