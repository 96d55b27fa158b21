"""A program of ours in a process of its own, over products that have a picture to draw."""

import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.orm import Session

from api.database import Database
from api.migrate import upgrade
from api.settings import Settings
from api.storage import Storage
from benchmarks import rows
from benchmarks.film import photo
from domain.assets.files import AssetFile
from domain.catalogue.models import Product, ProductState, Variant
from domain.catalogue.pictures import NewPicture, add_picture
from domain.ids import new_id
from domain.money import UnitPrice
from domain.people.models import ApiToken
from domain.people.sign_in import hash_of
from domain.work import Actor, Work
from tests.house import KEY
from tests.postgres import running_postgres

SECRET = "tp_" + secrets.token_urlsafe(32)
ASK = """mutation ($input: PosterRenderInput!) { posterRender(input: $input) {
  renderJob { id } userErrors { message } } }"""
LOOK = "query ($id: ID!) { renderJob(id: $id) { state error events { at kind } } }"


class Shop:
    """A server in a process of its own, and what is drawn there."""

    def __init__(
        self, url: str, settings: Settings, owner: Actor, product_ids: Sequence[UUID]
    ) -> None:
        headers = {"authorization": f"Bearer {SECRET}"}
        self.client, self.url = httpx.Client(headers=headers, timeout=60), url
        self.settings, self.owner, self.product_ids = settings, owner, product_ids

    def query(self, text: str, **variables: Any) -> Any:
        answer = self.client.post(self.url, json={"query": text, "variables": variables}).json()
        assert "errors" not in answer, answer
        return answer["data"]

    def ask(self, **more: Any) -> str:
        """For a poster that nobody asked for before; answers the render's global id."""
        given = {
            "template": "poster-new-arrival",
            "productId": f"Product:{self.product_ids[0]}",
            "values": {"eyebrow": str(time.perf_counter())},
            **more,
        }
        made = self.query(ASK, input=given)["posterRender"]
        assert not made["userErrors"], made
        return str(made["renderJob"]["id"])

    def ended(self, render: str, looks_every_s: float = 0.02) -> Any:
        while True:
            found = self.query(LOOK, id=render)["renderJob"]
            if found["state"] in {"SUCCEEDED", "FAILED"}:
                assert found["state"] == "SUCCEEDED", found
                return found
            time.sleep(looks_every_s)


@contextmanager
def shop_on(kind: str, products: int = 1) -> Iterator[Shop]:
    """On a new database, `sqlite` or `postgresql`; all of it is gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = "" if kind == "sqlite" else stack.enter_context(running_postgres())
        yield stack.enter_context(_opened(url, folder, products))


@contextmanager
def _opened(url: str, folder: Path, products: int) -> Iterator[Shop]:
    settings = Settings(data_dir=folder, database_url=url)
    upgrade(settings)
    database = Database(settings.database_text)
    owner = rows.furnish(database)  # the tables are there already, which it does not mind
    with Session(database.writing) as session:
        product_ids = furnish(session, settings, owner, products)
        session.commit()
    database.close_now()
    env = {**os.environ, "TRADEPOST_DATA_DIR": str(folder), "TRADEPOST_PORT": "0"}
    env |= {"TRADEPOST_DATABASE_URL": url, "TRADEPOST_LOG_LEVEL": "error"}
    command = [sys.executable, "-c", "from api.cli import main; main()", "serve"]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            found = re.search(r"http\S+", server.stdout.readline())
            assert found
            yield Shop(found[0], settings, owner, product_ids)
        finally:
            server.terminate()


def furnish(session: Session, settings: Settings, owner: Actor, products: int) -> list[UUID]:
    """A token, and products with a picture of ours: the same file for all."""
    now = datetime.now(UTC)
    session.info["now"] = now
    assert owner.user_id
    token = ApiToken(
        organization_id=owner.organization_id,
        user_id=owner.user_id,
        name="benchmark",
        token_hash=hash_of(SECRET),
        scopes="",
        expires_at=now + timedelta(days=1),
    )
    session.add(token)
    file, work = picture(settings), Work(session, owner, now, key=KEY)
    return [product(work, number, file) for number in range(products)]


def product(work: Work, number: int, file: AssetFile) -> UUID:
    own = work.actor.organization_id
    row = Product(
        organization_id=own,
        handle=f"poster-{new_id()}",
        title=f"Clay mug no. {number}",
        state=ProductState.ACTIVE,
    )
    work.add(row)
    work.session.flush()
    price = UnitPrice(12_500_000 + 10_000 * number, "EUR")
    variant = Variant(organization_id=own, product_id=row.id, sku=str(new_id()), unit_price=price)
    work.add(variant)
    add_picture(work, row.id, NewPicture(file=file))
    return row.id


def picture(settings: Settings) -> AssetFile:
    data = photo(1)
    return AssetFile(
        file_key=Storage(settings).put(data, media_type="image/jpeg"),
        file_name="mug.jpg",
        media_type="image/jpeg",
        width_px=1000,
        height_px=1500,
        size_bytes=len(data),
    )
