"""Renders asked for through the graph, and drawn to their end when the test says so."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.jobs.run import Runner
from domain.assets.models import MediaAsset
from domain.catalogue.models import Product
from domain.creatives.models import RenderJob
from domain.jobs import Job
from tests.api.catalogue_changes import change
from tests.factories.catalogue import make_product
from tests.factories.creatives import make_kept_picture
from tests.factories.uploads import png
from tests.house import House

SHOWN = """id state kind fileName mediaType format durationMs widthPx heightPx notes attempts isReused
  inputHash errorCode error asset { id kind origin fileName mediaType widthPx heightPx durationMs }
  sideFiles { role position
    asset { id kind origin fileName mediaType widthPx heightPx sizeBytes } }"""


@dataclass
class Studio:
    """A house whose pictures are there, and a worker."""

    house: House
    worker: Runner

    def keep(self, data: bytes, media_type: str = "image/png") -> str:
        return self.worker.tools.storage.put(data, media_type=media_type)

    def product(
        self, title: str = "Clay mug", *, data: bytes | None = None, **more: Any
    ) -> Product:
        """With a picture."""
        product = make_product(self.house, title=title, **more)
        make_kept_picture(self.house, product, file_key=self.keep(data or png(7, 200, 200)))
        return product

    def change(self, verb: str, of: str = "renderJob { id }", **given: Any) -> Any:
        """The payload of this change, which has nothing to mend."""
        payload = self.tried(verb, of, **given)
        assert payload["userErrors"] == [], payload
        return payload

    def tried(self, verb: str, of: str = "renderJob { id }", **given: Any) -> Any:
        more = "userErrors { ... on NotDrawable { rule slot } }"
        return change(self.house, verb, f"{of} {more}", **given)

    def asked(self, verb: str, **given: Any) -> str:
        """The id of the render."""
        return str(self.change(verb, **given)["renderJob"]["id"])

    def draw(self) -> None:
        """All that waits."""
        self.house.session.rollback()
        waiting = select(Job).where(Job.kind == "render", Job.finished_at.is_(None))
        jobs = list(self.house.session.scalars(waiting.order_by(Job.id)))
        self.house.session.commit()
        for job in jobs:
            self.worker.perform(job.id, 0)

    def drawn(self, verb: str, **given: Any) -> Any:
        """The render as the graph shows it when it is over."""
        found = self.asked(verb, **given)
        self.draw()
        return self.seen(found)

    def seen(self, render_id: str) -> Any:
        text = f"query ($id: ID!) {{ renderJob(id: $id) {{ {SHOWN} }} }}"
        return self.house.query(text, id=render_id)["data"]["renderJob"]

    def bytes_of(self, render_id: str) -> bytes:
        """The finished file's."""
        row_id = UUID(render_id.partition(":")[2])
        row = self.house.session.get_one(RenderJob, row_id, populate_existing=True)
        self.house.session.commit()
        assert row.file_key, row.error
        return self.worker.tools.storage.get(row.file_key)

    def file(self, asset: Any) -> bytes:
        row = self.house.session.get_one(MediaAsset, UUID(asset["id"].partition(":")[2]))
        self.house.session.commit()
        return self.worker.tools.storage.get(row.file_key)
