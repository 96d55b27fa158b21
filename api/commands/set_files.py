"""What `tradepost media set` leaves: every finished file, and a sheet that shows them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Self
from uuid import UUID

from sqlalchemy import select

from api.jobs.drawing import renderer_of
from api.links import sayable
from api.refused import Refused
from api.settings import Settings
from api.storage import Missing, Storage
from domain.assets.models import MediaAsset
from domain.catalogue.models import Product
from domain.compliance.states import Verdict
from domain.creatives.models import RenderJob, RenderSideFile
from domain.creatives.states import RenderState, SideRole
from domain.work import Work
from media import contact_sheet
from media.child import Request
from media.contact_sheet import Entry, Shot
from media.errors import MediaError

SHEET = "contact-sheet.jpg"
AT_ONCE = 500
NAMED = 5


@dataclass(frozen=True)
class File:
    """A kept file, and what it shall be called."""

    name: str
    key: str
    width_px: int = 0
    height_px: int = 0

    @property
    def is_picture(self) -> bool:
        return self.name.rpartition(".")[2].lower() in {"png", "jpg", "jpeg", "webp", "avif"}


@dataclass(frozen=True)
class Finished:
    """What came of one render: its file, those beside it, and what a sheet shows of it."""

    product_id: UUID | None
    file: File
    sides: Sequence[File] = ()
    shown: File | None = None


@dataclass(frozen=True)
class Failed:
    """A render of which nothing came."""

    file_name: str
    why: str

    def __str__(self) -> str:
        return f"{self.file_name}: {self.why}"


@dataclass
class Made:
    """All that came of a batch."""

    finished: list[Finished] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Names of finished files that break a rule of their preset."""
    titles: dict[UUID, str] = field(default_factory=dict)
    """Of the products."""

    @classmethod
    def of(cls, work: Work, rows: Sequence[RenderJob]) -> Self:
        made = cls()
        sides = _sides(work, [row.id for row in rows])
        for row in rows:
            if row.state is RenderState.SUCCEEDED and row.file_key:
                made.finished.append(_finished(row, sides.get(row.id, [])))
                if row.verdict is Verdict.FAIL:
                    made.refused.append(row.file_name)
            else:
                made.failed.append(Failed(row.file_name, row.error or row.state.name.lower()))
        ids = sorted({one.product_id for one in made.finished if one.product_id})
        for some in _parts(ids):
            named = select(Product.id, Product.title).where(Product.id.in_(some))
            made.titles |= {row.id: row.title for row in work.session.execute(named)}
        return made


def _parts(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]


def _sides(work: Work, ids: Sequence[UUID]) -> dict[UUID, list[tuple[SideRole, File]]]:
    found: dict[UUID, list[tuple[SideRole, File]]] = {}
    for some in _parts(ids):
        beside = (
            select(RenderSideFile, MediaAsset)
            .join(MediaAsset, MediaAsset.id == RenderSideFile.asset_id)
            .where(RenderSideFile.render_job_id.in_(some))
            .order_by(RenderSideFile.render_job_id, RenderSideFile.position)
        )
        for side, asset in work.session.execute(beside):
            size = asset.width_px or 0, asset.height_px or 0
            file = File(asset.file_name, asset.file_key, *size)
            found.setdefault(side.render_job_id, []).append((side.role, file))
    return found


def _finished(row: RenderJob, sides: Sequence[tuple[SideRole, File]]) -> Finished:
    assert row.file_key
    file = File(row.file_name, row.file_key, row.width_px or 0, row.height_px or 0)
    covers = [side for role, side in sides if role in {SideRole.COVER, SideRole.PROOF}]
    shown = file if file.is_picture else next((one for one in covers if one.is_picture), None)
    return Finished(row.product_id, file, [side for _, side in sides], shown)


def written(made: Made, settings: Settings, out: Path, title: str) -> str:
    """All files, and the sheet; says so in one line. Raises Refused."""
    storage, taken = Storage(settings), set[str]()
    try:
        for one in made.finished:
            for file in (one.file, *one.sides):
                _write(storage, file, out / _free(file.name, taken))
    except (OSError, Missing) as error:
        raise Refused(f"{out}: not everything could be written: {error}.") from None
    shown = [one for one in made.finished if one.shown]
    if shown:
        _sheet(made, shown, storage, settings, out, title)
    count = len(made.finished)
    also = f", {len(made.failed)} could not be made" if made.failed else ""
    if made.refused:
        also += f", {len(made.refused)} of them against a rule of their preset ({_some(made)})"
    sheet = f"; all on {SHEET}" if 0 < len(shown) <= contact_sheet.MOST_PICTURES else ""
    return f"{out}: {count} made{also}{sheet}."


def _some(made: Made) -> str:
    more = ", …" if len(made.refused) > NAMED else ""
    return ", ".join(made.refused[:NAMED]) + more


def _free(name: str, taken: set[str]) -> str:
    """The name, or one like it that is nobody else's in this folder."""
    stem, dot, end = sayable(name).rpartition(".")
    found, number = sayable(name), 2
    while found.casefold() in taken:
        found, number = f"{stem}-{number}{dot}{end}", number + 1
    taken.add(found.casefold())
    return found


def _write(storage: Storage, file: File, path: Path) -> None:
    with path.open("wb") as into:
        for part in storage.parts(file.key):
            into.write(part)


def _sheet(  # noqa: PLR0913, PLR0917  what is shown, from where, and where to
    made: Made,
    shown: Sequence[Finished],
    storage: Storage,
    settings: Settings,
    out: Path,
    title: str,
) -> None:
    """Product by product, as many as fit."""
    entries = list(_entries(made, shown))
    count = sum(len(entry.shots) for entry in entries)
    products = len({one.product_id for one in shown})
    note = f"{count} of {len(shown)} pictures, {len(entries)} of {products} products"
    wanted = {shot.asset for entry in entries for shot in entry.shots}
    keys = {one.shown.key for one in shown if one.shown} & wanted
    document, values = contact_sheet.sheet(entries, title, note)
    assets = {key: storage.get(key) for key in keys}
    try:
        with renderer_of(settings) as renderer:
            request = Request(template=document, values=values, assets=assets, format="jpeg")
            (out / SHEET).write_bytes(renderer.render(request).data)
    except (MediaError, OSError) as error:
        raise Refused(f"{out / SHEET} could not be made: {error}.") from None


def _entries(made: Made, shown: Iterable[Finished]) -> Iterator[Entry]:
    left = contact_sheet.MOST_PICTURES
    for product_id, ones in groupby(shown, key=lambda one: one.product_id):
        files = [one.shown for one in ones if one.shown]
        if len(files) > left:
            files = files[:left]
        left -= len(files)
        if not files:
            return
        shots = tuple(Shot(file.key, file.width_px or 1, file.height_px or 1) for file in files)
        name = made.titles.get(product_id, "") if product_id else ""
        plural = "s" if len(shots) > 1 else ""
        yield Entry(name or files[0].name, f"{len(shots)} picture{plural}", shots)
