"""An S3 server of our own for tests: moto, in an environment of its own as its lock says."""

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from api.settings import Settings
from tests.accept.run import free_port, made_once, wait_until_ready

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "locks" / "moto.txt"


class NoS3(Exception):
    """It could not be made ready; the message says why."""


def moto() -> Path:
    """The server's program; of many that make its environment at once, one does."""

    def make(folder: Path) -> bool:
        python = folder / "bin" / "python"
        steps: tuple[list[str | Path], ...] = (
            [sys.executable, "-m", "venv", folder],
            [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", LOCK],
        )
        return all(subprocess.run(step, check=False).returncode == 0 for step in steps)

    name = f"tradepost-moto-{os.getuid()}.lock"
    with (Path(tempfile.gettempdir()) / name).open("a") as guard:
        fcntl.flock(guard, fcntl.LOCK_EX)
        try:
            return made_once("moto", LOCK, make) / "bin" / "moto_server"
        except SystemExit as refused:
            raise NoS3(str(refused)) from None


@contextmanager
def running_s3() -> Iterator[str]:
    """Its address."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory(prefix="tradepost-moto-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [moto(), "-H", "127.0.0.1", "-p", str(port)],
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        try:
            wait_until_ready(f"{address}/moto-api/", process)
            yield address
        except SystemExit as refused:
            raise NoS3(f"{refused}: {log.read_text()[-2000:]}") from None
        finally:
            process.terminate()
            process.wait()


def new_bucket(address: str, name: str) -> None:
    """By the one request that obstore has no word for."""
    with urlopen(Request(f"{address}/{name}", method="PUT"), timeout=10) as answer:  # noqa: S310  always http://127.0.0.1
        assert answer.status == 200


def settings_of(address: str, bucket: str, **more: Any) -> Settings:
    return Settings(
        storage_url=f"s3://{bucket}/some/where",
        storage_endpoint=address,
        storage_region="us-east-1",
        storage_access_key_id="test",
        storage_secret_access_key="test",  # noqa: S106  moto takes any
        **more,
    )
