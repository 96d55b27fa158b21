"""`tradepost media set`: a set of templates for many products, into a folder, with a contact sheet.

It asks for a batch as the graph does and works on it in this process, beside any server or worker
that has the same database; what is interrupted goes on wherever the next one works.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from api import data_folder
from api.app import House
from api.commands.render_words import Told
from api.commands.set_files import Made, written
from api.commands.token import chosen, store_named
from api.jobs.staff import Staff
from api.migrate import ensure_migrated
from api.refused import Refused, RowErrors, WrongUsage
from api.renders import searched, sets
from api.renders.making import engine, load_what_draws
from api.renders.sets import AskedSet
from api.secret_key import secret_keys
from api.settings import read_settings
from domain import every_table
from domain.compliance.models import SizePreset
from domain.creatives import batch_progress, batches
from domain.creatives.models import RenderJob
from domain.creatives.states import UNDER_WAY
from domain.errors import DomainError
from domain.people.bootstrap import system_work
from domain.people.models import Organization
from domain.sessions import WritingSession
from domain.templates.models import TemplateSet
from domain.work import Work

OPERATION = "media set"
LOOKS_EVERY_S = 0.25
OPTIONS = {
    "product_ids": "--products",
    "query": "--products",
    "template_set_id": "--set",
    "preset_ids": "--preset",
    "store_id": "--store",
    "values": "--values",
}
"""How the command line calls what an error is about."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the command line says."""

    store: str
    set: str
    products: str
    out: Path
    presets: tuple[str, ...] = ()
    values: Path | None = None
    organization: str | None = None
    dry_run: bool = False


def media_set(words: Words) -> str:
    """What was made, in one line; raises Refused, and RowErrors when some could not be made."""
    assert every_table.METADATA.tables  # relations name models that must be known
    values = values_in(words.values)
    settings = read_settings()
    load_what_draws()
    with data_folder.held(settings.data_dir):
        ensure_migrated(settings)
        setting = Setting(words, House(settings), values)
        try:
            said = setting.done()
        except DomainError as error:
            name = OPTIONS.get(error.path[0], "") if error.path else ""
            raise Refused(f"{name}: {error}" if name else str(error)) from None
        finally:
            setting.house.database.close_now()
    return said


def values_in(path: Path | None) -> dict[str, Any]:
    """Of a file, by slot; raises WrongUsage."""
    if path is None:
        return {}
    try:
        values = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WrongUsage(f"--values: {path} cannot be read: {error}.") from None
    if not isinstance(values, dict):
        raise WrongUsage(f"--values: {path} must hold an object: a value for each slot.")
    return values


@dataclass
class Setting:
    """One run of the command."""

    words: Words
    house: House
    values: dict[str, Any]

    def done(self) -> str:
        product_ids = self.product_ids()
        with self.work() as work:
            asked = self.asked(work, product_ids)
            renders = sets.new_set(work, asked)
            found_out = batches.sort(work, renders, engine())
            if self.words.dry_run:
                return counted(found_out)
            self.words.out.mkdir(parents=True, exist_ok=True)
            batch_id = batches.start_batch(work, asked.batch(), renders, found_out).id
        self.worked(batch_id, len(renders))
        made = self.made(batch_id)
        said = written(made, self.house.settings, self.words.out, self.words.set)
        if made.failed:
            raise RowErrors("\n".join([*map(str, made.failed), said]))
        return said

    @cached_property
    def organization_id(self) -> UUID:
        with Session(self.house.database.writing) as session:
            session.info["now"] = datetime.now(UTC)
            key = secret_keys(self.house.settings)[0]
            return chosen(session, self.words.organization, key).id

    @contextmanager
    def work(self) -> Iterator[Work]:
        """A transaction of the system's own."""
        with WritingSession(self.house.database.writing) as session:
            now = datetime.now(UTC)
            house = session.get_one(Organization, self.organization_id)
            key = secret_keys(self.house.settings)[0]
            yield system_work(session, house, now, OPERATION, key=key)
            session.commit()

    def product_ids(self) -> list[UUID]:
        """Of all products that the search string finds, first made first."""
        with self.work() as work:
            actor = work.actor
        query, now = self.words.products, datetime.now(UTC)
        return searched.product_ids(self.house.reads, query, actor, now)

    def asked(self, work: Work, product_ids: Sequence[UUID]) -> AskedSet:
        house = work.session.get_one(Organization, self.organization_id)
        seen = work.seen(TemplateSet).where(TemplateSet.archived_at.is_(None))
        known = {row.handle: row.id for row in work.session.scalars(seen, work.actor.values())}
        if self.words.set not in known:
            raise Refused(f"There is no set {self.words.set}; there are: {', '.join(known)}.")
        newest = work.seen(SizePreset).where(SizePreset.is_newest.is_(True))
        presets = {row.name: row.id for row in work.session.scalars(newest, work.actor.values())}
        for name in self.words.presets:
            if name not in presets:
                raise Refused(f"There is no preset {name}; there are: {', '.join(presets)}.")
        return AskedSet(
            product_ids,
            known[self.words.set],
            [presets[name] for name in self.words.presets],
            store_named(work.session, house, self.words.store),
            values=self.values,
        )

    def worked(self, batch_id: UUID, count: int) -> None:
        """Until all of it is over, whoever drew it; Ctrl-C leaves the rest in the queue."""
        staff = Staff(self.house.settings, self.house.database)
        try:
            with Told(self.words.set) as told:
                staff.begin()
                left = count
                while left:
                    time.sleep(LOOKS_EVERY_S)
                    with self.work() as work:
                        counts = batch_progress.counts_of(work, batch_id)
                    left = sum(counts.get(state, 0) for state in UNDER_WAY)
                    told(f"{count - left} of {count}", (count - left) / count)
        finally:
            staff.leave()

    def made(self, batch_id: UUID) -> Made:
        with self.work() as work:
            own = work.seen(RenderJob).where(RenderJob.batch_id == batch_id)
            ordered = own.order_by(RenderJob.position, RenderJob.id)
            rows = work.session.scalars(ordered, work.actor.values()).all()
            return Made.of(work, rows)


def counted(found: batches.Sorted) -> str:
    """What a dry run says."""
    lines = [f"{row.file_name}: {row.error}" for row in found.refused[:20]]
    lines.append(
        f"{len(found.rows)} renders: {len(found.drawn)} to draw, {len(found.reused)} there already "
        f"or drawn once for several, {len(found.refused)} that cannot be made. Nothing was done."
    )
    return "\n".join(lines)
