"""Starts the real server and lets outside suites judge it.

usage: python tests/accept/run.py --tradepost .venv/bin/tradepost [SUITE ...]      see README.md
"""

import argparse
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
READY_S = 60
STOP_S = 20
COMPILED = "{ stores(first: 2) { totalCount { value } edges { node { id name } } } }"
LINTER_RULES = (
    "defined-types-are-used,deprecations-have-a-reason,descriptions-are-capitalized,"
    "enum-values-all-caps,fields-are-camel-cased,input-object-values-are-camel-cased,"
    "relay-connection-types-spec,relay-connection-arguments-spec,relay-page-info-spec,"
    "types-are-capitalized,types-have-descriptions,fields-have-descriptions,"
    "arguments-have-descriptions"
)
HALF_OF_THE_FIELDS = "[.][a-o]"
"""`Mutation.orderCancel` and others of the first letters."""
SUBSCRIPTION = "subscription { orderEvents { id kind order { number } } }"
"""One that stays open."""


@dataclass(frozen=True)
class Server:
    url: str
    token: str
    log: Path


def run(*words: object, cwd: Path, env: Mapping[str, str] | None = None) -> bool:
    """True when it exits 0; what it prints is ours."""
    sys.stdout.flush()
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return done.returncode == 0


def made_once(name: str, recipe: Path, make: Callable[[Path], bool]) -> Path:
    """A cache folder of this recipe, made anew when the last try did not end well."""
    who = os.getuid() if hasattr(os, "getuid") else "me"
    stamp = hashlib.sha256(recipe.read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"tradepost-{name}-{who}-{stamp}"
    if not (folder / "made").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        if not make(folder):
            raise SystemExit(f"accept: {name} could not be installed")
        (folder / "made").touch()
    return folder


def npm_packages() -> Path:
    def make(folder: Path) -> bool:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder)
        return run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=folder)

    folder = made_once("accept", HERE / "package-lock.json", make)
    for name in ("http-audit.mjs", "ws-audit.mjs", "eslint.config.mjs"):
        shutil.copy(HERE / name, folder)
    shutil.copy(ROOT / "schema.graphql", folder)
    return folder


def schemathesis() -> Path:
    lock = ROOT / "locks" / "schemathesis.txt"

    def make(folder: Path) -> bool:
        pip = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--require-hashes"]
        return run(sys.executable, "-m", "venv", folder, cwd=ROOT) and run(
            *pip, "-r", lock, cwd=folder
        )

    return made_once("schemathesis", lock, make) / "bin" / "schemathesis"


def http(server: Server) -> bool:
    return audit(server, "")


def http_compiled(server: Server) -> bool:
    return audit(server, COMPILED)


def audit(server: Server, selection: str) -> bool:
    env = {"AUTH": f"Bearer {server.token}", "SELECTION": selection}
    return run("node", "http-audit.mjs", server.url, cwd=npm_packages(), env=env)


def eslint(_: Server) -> bool:
    return run("npx", "--no-install", "eslint", "schema.graphql", cwd=npm_packages())


def linter(_: Server) -> bool:
    words = ["npx", "--no-install", "graphql-schema-linter", "-r", LINTER_RULES, "schema.graphql"]
    return run(*words, cwd=npm_packages())


def fuzz(server: Server) -> bool:
    """Half of the fields by each of two at once: while one alone makes a case, the server waits."""
    words = ["run", server.url, "-H", f"Authorization: Bearer {server.token}"]
    words += ["--phases", "fuzzing", "-n", str(cases()), "--seed", "1"]
    words += ["--exclude-checks", "positive_data_acceptance"]
    env = {**os.environ, "SCHEMATHESIS_HOOKS": str(HERE / "st_hooks.py")}
    program = schemathesis()

    def half(which: str) -> tuple[int, str]:
        with tempfile.TemporaryDirectory() as folder:
            done = subprocess.run(
                [program, *words, which, HALF_OF_THE_FIELDS],
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        return done.returncode, done.stdout

    with ThreadPoolExecutor() as both:
        halves = list(both.map(half, ("--include-name-regex", "--exclude-name-regex")))
    for _, said in halves:
        # Its last line looks like pytest's, of a run without a test: "=== 1 warning in 327.46s ===".
        print("\n".join(line.strip("= ") for line in said.splitlines()), flush=True)
    return not any(code for code, _ in halves)


def cases() -> int:
    """Of each field: a hundred, as the suite is asked for, where time allows it."""
    return 100 if os.environ.get("HYPOTHESIS_PROFILE") == "deep" else 30


def ws(server: Server) -> bool:
    env = {"TOKEN": server.token, "SUBSCRIPTION": SUBSCRIPTION}
    url = server.url.replace("http://", "ws://")
    return run("node", "ws-audit.mjs", url, cwd=npm_packages(), env=env)


SUITES: dict[str, Callable[[Server], bool]] = {
    "http": http,
    "http-compiled": http_compiled,
    "eslint": eslint,
    "linter": linter,
    "fuzz": fuzz,
    "ws": ws,
}


def show(log: Path) -> None:
    """The end of it, and before that what went wrong, which may be long ago."""
    said = log.read_text(errors="replace")
    wrong = [line for line in said.splitlines() if '"level":"error"' in line]
    print("\n".join(["== what went wrong in the server", *wrong[-5:]]))
    print(f"== what the server said last\n{said[-5000:]}", flush=True)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    patience = time.monotonic() + READY_S
    while time.monotonic() < patience and process.poll() is None:
        try:
            with urlopen(url, timeout=2) as answer:  # noqa: S310  always http://127.0.0.1
                if answer.status == 200:
                    return
        except (URLError, OSError):
            pass
        time.sleep(0.1)
    raise SystemExit(f"accept: the server was not ready within {READY_S} s")


@contextmanager
def serving(tradepost: Path) -> Iterator[Server]:
    """The sample store on a database of its own; stopped and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="tradepost-accept-") as folder:
        port = free_port()
        env = {key: value for key, value in os.environ.items() if not key.startswith("TRADEPOST_")}
        env |= {"TRADEPOST_DATA_DIR": str(Path(folder) / "data")}
        env |= {"TRADEPOST_HOST": "127.0.0.1", "TRADEPOST_PORT": str(port)}
        log = Path(folder) / "log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [tradepost, "serve", "--demo"],
                cwd=folder,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
            )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}/readyz", process)
            words = [str(tradepost), "token", "create", "--role", "MANAGER"]
            token = subprocess.check_output(words, cwd=folder, env=env, text=True).strip()
            yield Server(f"http://127.0.0.1:{port}/graphql", token, log)
        except BaseException:
            show(log)
            raise
        finally:
            process.terminate()
            try:
                process.wait(STOP_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main() -> int:
    words = argparse.ArgumentParser(description="Outside suites against the real server.")
    words.add_argument("--tradepost", type=Path, required=True, help="the program to judge")
    words.add_argument("suites", nargs="*", default=list(SUITES), help=", ".join(SUITES))
    given = words.parse_args()
    if unknown := set(given.suites) - set(SUITES):
        words.error(f"no such suite: {', '.join(sorted(unknown))}")

    failed = []
    with serving(given.tradepost.absolute()) as server:
        for name in given.suites:
            print(f"== accept: {name}", flush=True)
            start = time.monotonic()
            if not SUITES[name](server):
                failed.append(name)
            verdict = "FAILED" if name in failed else "ok"
            print(f"== accept: {name} {verdict}, {time.monotonic() - start:.1f} s", flush=True)
        if failed:
            show(server.log)
    if failed:
        print(f"These suites failed: {', '.join(failed)}")
    print(f"accept: {len(given.suites) - len(failed)} passed, {len(failed)} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
