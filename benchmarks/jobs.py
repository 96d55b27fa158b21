"""What background work takes: `python -m benchmarks.jobs [sqlite] [postgresql]`.

From asking for a poster until it is told that it was begun; and how long a person's query takes
while two posters are being drawn, against the same query with nothing else to do.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from statistics import median, quantiles
from typing import Any

from benchmarks.shop import Shop, shop_on

<<<<<<< HEAD
from api.database import Database
from api.migrate import upgrade
from api.settings import Settings
from api.storage import Storage
from benchmarks import rows
from domain.assets.models import MediaAsset
from domain.assets.states import AssetKind, AssetOrigin
from domain.catalogue.models import Product, ProductPicture, ProductState, Variant
from domain.catalogue.pictures import facts_of
from domain.ids import new_id
from domain.money import UnitPrice
from domain.people.models import ApiToken
from domain.people.sign_in import hash_of
from domain.work import Actor
from tests.postgres import running_postgres

SECRET = "tp_" + secrets.token_urlsafe(32)
=======
>>>>>>> bench
POSTERS, QUERIES = 30, 400
LIST = """{ products(first: 20) { edges { node { id title
  variants(first: 5) { edges { node { sku unitPrice { amount currencyCode } } } } } } } }"""


def first_progress_s(told: Any) -> float:
    """By the clock of the rows, which both processes of a machine share."""
    at = {event["kind"]: datetime.fromisoformat(event["at"]) for event in reversed(told["events"])}
    return (at["render_job.progressed"] - at["render_job.queued"]).total_seconds()


def p95(found: list[float]) -> float:
    return quantiles(found, n=20)[-1]


def query_times(shop: Shop) -> list[float]:
    found = []
    for _ in range(QUERIES):
        began = time.perf_counter()
        shop.query(LIST)
        found.append(time.perf_counter() - began)
        time.sleep(0.005)  # as a person would not: but no flood either
    return found


@contextmanager
def drawing(shop: Shop) -> Iterator[None]:
    """Two posters at any time."""
    is_over = threading.Event()

    def keep() -> None:
        while not is_over.is_set():
            shop.ended(shop.ask(), 0.25)  # no load of its own

    threads = [threading.Thread(target=keep) for _ in range(2)]
    for thread in threads:
        thread.start()
    time.sleep(1)
    yield
    is_over.set()
    for thread in threads:
        thread.join()


<<<<<<< HEAD
@contextmanager
def opened(url: str, folder: Path) -> Iterator[Shop]:
    settings = Settings(data_dir=folder, database_url=url)
    upgrade(settings)
    database = Database(settings.database_text)
    owner = rows.furnish(database)  # the tables are there already, which it does not mind
    with Session(database.writing) as session:
        product_id = furnish(session, settings, owner)
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
            yield Shop(found[0], product_id)
        finally:
            server.terminate()


def furnish(session: Session, settings: Settings, owner: Actor) -> UUID:
    """A token, and a product with a picture of ours."""
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
    product = Product(
        organization_id=owner.organization_id,
        handle=f"poster-{new_id()}",
        title="Clay mug",
        state=ProductState.ACTIVE,
    )
    variant = Variant(
        organization_id=owner.organization_id,
        product_id=product.id,
        sku=str(new_id()),
        unit_price=UnitPrice(12_500_000, "EUR"),
    )
    out = io.BytesIO()
    Image.effect_noise((1200, 1200), 40).convert("RGB").save(out, "JPEG")
    asset = MediaAsset(
        organization_id=owner.organization_id,
        kind=AssetKind.IMAGE,
        origin=AssetOrigin.UPLOADED,
        file_key=Storage(settings).put(out.getvalue(), media_type="image/jpeg"),
        file_name="mug.jpg",
        media_type="image/jpeg",
        width_px=1200,
        height_px=1200,
        size_bytes=len(out.getvalue()),
    )
    picture = ProductPicture(
        organization_id=owner.organization_id, product_id=product.id, **facts_of(asset)
    )
    session.add_all([product, asset])
    session.flush()
    session.add_all([token, variant, picture])
    return product.id


=======
>>>>>>> bench
def measure(name: str, shop: Shop) -> None:
    for _ in range(3):
        shop.ended(shop.ask())
    told = [shop.ended(shop.ask()) for _ in range(POSTERS)]
    first = [first_progress_s(one) * 1000 for one in told]
    print(f"{name}: asked for to begun  median {median(first):.0f} ms, p95 {p95(first):.0f} ms")
    query_times(shop)
    idle = p95(query_times(shop)) * 1000
    with drawing(shop):
        busy = p95(query_times(shop)) * 1000
    again = p95(query_times(shop)) * 1000
    still = min(idle, again)
    print(
        f"{name}: a list of 20, p95  idle {still:.1f} ms, while two posters are drawn "
        f"{busy:.1f} ms, ratio {busy / still:.2f}"
    )


def main() -> None:
    wanted = sys.argv[1:] or ["sqlite", "postgresql"]
    for name in wanted:
        with shop_on(name) as shop:
            measure(name, shop)


if __name__ == "__main__":
    main()
