"""Kept files by signed address against Starlette's own FileResponse, in the same process, in turn.

`python -m benchmarks.files [--seconds 3] [--rounds 3]`; see README.md here.
"""

import argparse
import asyncio
import gc
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from api import logs
from api.files import file_routes
from api.links import Links
from api.settings import Settings
from api.storage import Storage
from benchmarks.load import load, once, request

LARGE_BYTES = 64 << 20
SMALL_BYTES = 20_000
SMALL_FILES = 500
CONNECTIONS = 16


def serve(folder: str) -> None:
    """Prints its port and what may be asked, and serves until it is killed."""
    logs.set_up("warning", "json")
    settings = Settings(data_dir=Path(folder))
    storage, links, now = Storage(settings), Links([os.urandom(32)]), datetime.now(UTC)

    async def plain(asked: Request) -> Response:
        return FileResponse(settings.blobs_dir / asked.path_params["key"], media_type="image/png")

    said: dict[str, list[str]] = {"ours": [], "plain": []}
    for size in [LARGE_BYTES, *[SMALL_BYTES] * SMALL_FILES]:
        key = storage.put(os.urandom(size), media_type="image/png")
        url = links.url(key, filename="picture.png", media_type="image/png", now=now)
        said["ours"].append(url)
        said["plain"].append(f"/plain/{key}")
    app = Starlette(routes=[*file_routes(storage, links), Route("/plain/{key:path}", plain)])
    how = {"http": "httptools", "log_config": None, "access_log": False, "lifespan": "off"}
    listener = socket.create_server(("127.0.0.1", 0))
    print(json.dumps({"port": listener.getsockname()[1], **said}), flush=True)
    gc.freeze()
    uvicorn.Server(uvicorn.Config(app, **how)).run([listener])  # type: ignore[arg-type]


async def large(port: int, path: str) -> float:
    """Megabytes a second of one download, thrown away as it comes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    began = time.perf_counter()
    writer.write(request(path))
    await reader.readuntil(b"\r\n\r\n")
    left = LARGE_BYTES
    while left:
        left -= len(await reader.read(1 << 20))
    took = time.perf_counter() - began
    writer.close()
    return LARGE_BYTES / took / 1e6


async def small(port: int, paths: list[str], seconds: float) -> float:
    """Files a second: each connection asks for one of its own, again and again."""
    turns = [load(port, request(path), 1, seconds) for path in paths[1 : CONNECTIONS + 1]]
    return sum(await asyncio.gather(*turns))


async def measured(port: int, paths: dict[str, list[str]], seconds: float, rounds: int) -> None:
    for ours, plain in zip(paths["ours"], paths["plain"], strict=True):
        assert await once(port, request(ours)) == await once(port, request(plain))
    found: dict[str, list[float]] = {}
    for _ in range(rounds):
        for name in ("ours", "plain"):
            found.setdefault(f"large {name}", []).append(await large(port, paths[name][0]))
            found.setdefault(f"small {name}", []).append(await small(port, paths[name], seconds))
    for what, unit in (("large", "MB/s"), ("small", "files/s")):
        own, floor = (statistics.median(found[f"{what} {name}"]) for name in ("ours", "plain"))
        print(f"{what}  ours {own:,.0f} {unit}  FileResponse {floor:,.0f}  ratio {own / floor:.2f}")


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--seconds", type=float, default=3)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--serve", help=argparse.SUPPRESS)
    given = words.parse_args()
    if given.serve:
        serve(given.serve)
        return
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.files", "--serve", folder]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                said = json.loads(server.stdout.readline())
                asyncio.run(measured(said.pop("port"), said, given.seconds, given.rounds))
            finally:
                server.terminate()


if __name__ == "__main__":
    main()
