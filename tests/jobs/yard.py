"""A database, and programs of ours that work on it, each in a process of its own."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.database import Database
from api.migrate import upgrade
from api.reads.reads import Reads
from api.schema import schema
from api.settings import Settings
from api.storage import Storage
from domain.compliance.models import SizePreset
from domain.creatives.models import RenderJob, RenderJobEvent
from domain.creatives.states import DONE, UNDER_WAY
from domain.jobs import Job, JobWorker
from domain.outbox import OutboxEvent
from domain.people.bootstrap import ensure_organization
from domain.people.models import User
from domain.templates.models import MediaTemplate
from media import presets
from tests.environment import environment
from tests.factories.catalogue import make_product, make_variant
from tests.factories.compliance import make_preset
from tests.factories.creatives import TEMPLATE, make_kept_picture, make_shipped
from tests.factories.pictures import saved
from tests.factories.templates import make_set
from tests.house import DOCUMENTS, KEY, House, node_id, raise_bug

ROOT = Path(__file__).parents[2]
DOOMED = str(Path(__file__).with_name("doomed.py"))
ENDS = {f"render_job.{state.name.lower()}" for state in DONE}
Answer = TypeVar("Answer")
PRESET = next(one for one in json.loads(presets.FILE.read_text("utf-8")) if one["kind"] == "IMAGE")
KEPT = frozenset({"title", "platform", "kind", "source", "read_on", "valid_from"})
_numbers = count(1)


def soon(act: Callable[[], Answer | None], within_s: float = 60) -> Answer:
    """The first answer that is one."""
    until = time.monotonic() + within_s
    while not (found := act()):
        assert time.monotonic() < until, f"nothing came of it within {within_s} s"
        time.sleep(0.02)
    return found


@dataclass
class Yard:
    settings: Settings
    house: House
    env: dict[str, str]
    product: str = ""
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @contextmanager
    def program(self, stage: str, *words: str) -> Iterator[subprocess.Popen[str]]:
        """Running and at work, until the end of the block or its own."""
        log = self.settings.data_dir / "programs.log"
        with (
            log.open("a") as said,
            subprocess.Popen(
                [sys.executable, DOOMED, stage, *words],
                cwd=self.settings.data_dir,
                env=self.env,
                stdout=subprocess.PIPE,
                stderr=said,
                text=True,
            ) as process,
        ):
            try:
                assert process.stdout
                line = process.stdout.readline()
                assert re.match("GraphQL|Working", line), log.read_text()[-3000:]
                yield process
            finally:
                process.kill()

    def render(self, **more: Any) -> UUID:
        """Asked for as a client does, in our own process; each time for another picture."""
        text = """mutation ($input: PosterRenderInput!) { posterRender(input: $input) {
          renderJob { id } userErrors { message } } }"""
        values = {"eyebrow": f"No. {next(_numbers)}"}
        given = {"template": TEMPLATE, "productId": self.product, "scale": "0.2", "values": values}
        self.house.now = datetime.now(UTC)
        answer = self.house.query(text, input={**given, **more})
        made = answer["data"]["posterRender"]
        assert made["userErrors"] == []
        return UUID(made["renderJob"]["id"].partition(":")[2])

    def batch(self, products: int, presets: int) -> UUID:
        """So many products, each with a picture, for so many presets of one template."""
        house = self.house
        own = [self.preset(number) for number in range(presets)]
        template = house.session.query(MediaTemplate).filter_by(
            handle=TEMPLATE, organization_id=house.organization.id
        )
        templates = make_set(house, template.one(), handle=f"set-{next(_numbers)}")
        ids = []
        for _ in range(products):
            product = make_product(house, title=f"Mug {next(_numbers)}")
            key = Storage(self.settings).put(picture(), media_type="image/png")
            make_kept_picture(house, product, file_key=key)
            ids.append(node_id("Product", product))
        text = """mutation ($input: MediaSetRenderInput!) { mediaSetRender(input: $input) {
          renderBatch { id } userErrors { message } } }"""
        house.now = datetime.now(UTC)
        given = {"templateSetId": node_id("TemplateSet", templates), "productIds": ids}
        presets_said = [node_id("SizePreset", one) for one in own]
        answer = house.query(text, input={**given, "presetIds": presets_said})
        made = answer["data"]["mediaSetRender"]
        assert made["userErrors"] == [], made
        return UUID(made["renderBatch"]["id"].partition(":")[2])

    def preset(self, number: int) -> SizePreset:
        """A small one of the template's shape, of the house's own."""
        name, width, height = f"own-{next(_numbers)}", 160 + 8 * number, 200 + 10 * number
        row = {key: value for key, value in PRESET.items() if key in KEPT}
        row |= {"name": name, "version": 1, "canvas_px": [width, height]}
        return make_preset(
            self.house,
            name=name,
            document=json.dumps(row),
            canvas_width_px=width,
            canvas_height_px=height,
        )

    def batch_ended(self, batch_id: UUID, within_s: float) -> list[RenderJob]:
        def look() -> list[RenderJob] | None:
            with self.looking() as session:
                own = select(RenderJob).where(RenderJob.batch_id == batch_id)
                if session.scalar(own.where(RenderJob.state.in_(UNDER_WAY)).limit(1)):
                    return None
                return list(session.scalars(own))

        return soon(look, within_s)

    def batch_ends(self, batch_id: UUID) -> list[str]:
        mine = select(OutboxEvent.kind).where(OutboxEvent.subject_id == batch_id)
        with self.looking() as session:
            told = list(session.scalars(mine))
        return [kind for kind in told if kind.rpartition(".")[2] not in {"queued", "progressed"}]

    def row(self, render_id: UUID) -> RenderJob:
        with self.looking() as session:
            return session.get_one(RenderJob, render_id)

    def ended(self, render_id: UUID, within_s: float = 60) -> RenderJob:
        """The render, once it and its job are over."""

        def look() -> RenderJob | None:
            with self.looking() as session:
                row = session.get_one(RenderJob, render_id)
                job = session.scalars(select(Job).where(Job.row_id == render_id)).one()
                return row if row.state in DONE and job.finished_at else None

        return soon(look, within_s)

    def events(self, render_id: UUID) -> list[str]:
        mine = select(RenderJobEvent.kind).where(RenderJobEvent.subject_id == render_id)
        with self.looking() as session:
            return list(session.scalars(mine.order_by(RenderJobEvent.id)))

    def ends(self, render_id: UUID) -> list[str]:
        return [kind for kind in self.events(render_id) if kind in ENDS]

    def workers(self) -> list[JobWorker]:
        with self.looking() as session:
            return list(session.scalars(select(JobWorker)))

    @contextmanager
    def looking(self) -> Iterator[Session]:
        self.house.session.rollback()
        with Session(self.house.database.looking, expire_on_commit=False) as session:
            yield session

    def leavings(self) -> list[str]:
        """What is left of work that is over."""
        folder = self.settings.data_dir / "work"
        return [str(file) for file in folder.rglob("*/*")] if folder.exists() else []


@contextmanager
def furnished(url: str, folder: Path) -> Iterator[Yard]:
    """With a product that has a picture of ours."""
    settings = Settings(data_dir=folder, database_url=url)
    upgrade(settings)
    env = environment(
        PYTHONPATH=str(ROOT),
        TRADEPOST_DATA_DIR=str(folder),
        TRADEPOST_DATABASE_URL=settings.database_text,
        TRADEPOST_PORT="0",
    )
    with ExitStack() as stack:
        database = Database(settings.database_text)
        stack.callback(database.close_now)
        session = stack.enter_context(Session(database.writing, expire_on_commit=False))
        now = datetime.now(UTC)
        organization = ensure_organization(session, now, "first", "First", key=KEY)
        owner = User(organization_id=organization.id, name="Owner", email="owner@first.example")
        session.add(owner)
        session.commit()
        reads = Reads(schema._schema, database, DOCUMENTS, mask=raise_bug)
        house = House(database, session, reads, organization, owner, now)
        yard = Yard(settings, house, env)
        make_shipped(house)
        product = make_product(house, title="Clay mug")
        make_variant(house, product)
        key = Storage(settings).put(picture(), media_type="image/png")
        make_kept_picture(house, product, file_key=key)
        yard.product = node_id("Product", product)
        yield yard


def picture() -> bytes:
    return saved(Image.new("RGB", (200, 200), "#a5432d"))
