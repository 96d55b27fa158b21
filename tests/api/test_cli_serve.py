"""`tradepost serve`, as a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from tests.environment import environment

ROOT = Path(__file__).parents[2]


@contextmanager
def started(
    folder: Path, *words: str, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The server and its address, once it says so."""
    own = {"TRADEPOST_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    env = environment(**own, **settings)
    with subprocess.Popen(
        [sys.executable, "-m", "api.cli", "serve", "--port", "0", *words],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            line = process.stdout.readline()
            assert process.stderr
            said = re.fullmatch(r"GraphQL  (http://127\.0\.0\.1:\d+/graphql)\n", line)
            assert said, line + process.stderr.read()
            yield process, said[1]
        finally:
            process.kill()


def tradepost(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "TRADEPOST_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def asked(url: str, token: str, query: str) -> Any:
    sent = {"content-type": "application/json", "authorization": f"Bearer {token}"}
    body = json.dumps({"query": query}).encode()
    request = Request(url, data=body, headers=sent)  # noqa: S310  always http://127.0.0.1
    with urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_until_it_is_told_to_stop(tmp_path: Path, how: signal.Signals) -> None:
    with started(tmp_path) as (process, url):
        assert process.stdout
        assert process.stdout.readline() == f"GraphiQL  {url.removesuffix('/graphql')}/graphiql/\n"
        made = tradepost(tmp_path, "token", "create", "--role", "MANAGER")
        token = made.stdout.strip()
        answer = asked(url, token, "query Mine { viewer { organization { handle } } }")
        assert answer == {"data": {"viewer": {"organization": {"handle": "main"}}}}

        taken = tradepost(tmp_path, "serve", "--port", url.split(":")[2].split("/")[0])
        assert (taken.returncode, taken.stdout) == (1, "")
        assert taken.stderr.startswith("tradepost: Cannot listen on 127.0.0.1:")
        assert len(taken.stderr.splitlines()) == 1

        assert tradepost(tmp_path, "backup", "house.tar.gz").returncode == 0
        held = tradepost(tmp_path, "restore", "--force", "house.tar.gz")
        assert held.returncode == 1
        assert "in use" in held.stderr

        process.send_signal(how)
        assert process.wait(15) == 0
        assert process.stderr
        lines = [json.loads(line) for line in process.stderr.read().splitlines()]
    [line] = [line for line in lines if line["event"] == "request"]
    assert line["operation"] == "Mine"
    assert {line["level"] for line in lines} == {"info"}


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_the_audit_is_sealed_while_it_serves(tmp_path: Path) -> None:
    tradepost(tmp_path, "token", "create", "--role", "MANAGER")
    token = tradepost(tmp_path, "token", "create", "--role", "MANAGER").stdout.strip()
    query = "{ auditVerify { sealed unsealed isIntact } }"
    with started(tmp_path) as (process, url):
        for _ in range(100):
            found = asked(url, token, query)["data"]["auditVerify"]
            if found["unsealed"] == 0:
                break
            time.sleep(0.1)
        assert found["isIntact"]
        assert found["sealed"] >= 4
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
