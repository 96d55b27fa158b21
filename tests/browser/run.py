"""Starts the real server and looks at its page as a person would, in a browser without a network.

usage: python -m tests.browser.run --tradepost .venv/bin/tradepost [--pictures FOLDER]
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.chromium import chromium
from tests.browser.duties import DUTIES
from tests.browser.steps import LAST_STEPS, PRODUCTION_STEPS, STEPS, Failed, Step, Visit
from tests.environment import environment

READY_S = 90
STOP_S = 20


@contextmanager
def serving(tradepost: Path, *words: str, **settings: str) -> Iterator[dict[str, str]]:
    """What it says of itself, by its first words; the sample store on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="tradepost-browser-") as folder:
        env = environment(TRADEPOST_DATA_DIR=str(Path(folder) / "data"), **settings)
        log = Path(folder) / "log"
        with log.open("wb") as out, subprocess.Popen(
            [tradepost, "serve", "--port", "0", *words],
            cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
        ) as process:  # fmt: skip
            try:
                said = told(log, process, {"GraphiQL", *(["Token"] if "--demo" in words else [])})
                if "Token" not in said:
                    made = [str(tradepost), "token", "create", "--role", "MANAGER"]
                    out_of = subprocess.run(
                        made, cwd=folder, env=env, check=True, capture_output=True
                    )
                    said["Token"] = out_of.stdout.decode().strip()
                yield said
            except BaseException:
                print(f"== what the server said last\n{log.read_text(errors='replace')[-4000:]}")
                raise
            finally:
                process.terminate()
                try:
                    process.wait(STOP_S)
                except subprocess.TimeoutExpired:
                    process.kill()


def told(log: Path, process: subprocess.Popen[bytes], wanted: set[str]) -> dict[str, str]:
    until = time.monotonic() + READY_S
    while time.monotonic() < until and process.poll() is None:
        found = dict(re.findall(r"^(\w+)  (\S+)$", log.read_text("utf-8", "replace"), re.MULTILINE))
        if wanted <= found.keys():
            return found
        time.sleep(0.1)
    raise SystemExit(f"browser: the server did not say {wanted} within {READY_S} s")


def take(steps: list[Step], visit: Visit) -> list[str]:
    """Every step, in order; those after a failure too, for their pictures. Gives what failed."""
    failed = []
    for step in steps:
        name = step.__name__.replace("_", " ")
        start = time.monotonic()
        try:
            step(visit)
            visit.complain_of_nothing()
            verdict = "ok"
        except Failed as problem:
            failed.append(name)
            verdict = f"FAILED: {problem}"
        visit.picture(step.__name__)
        print(f"== browser: {name}: {verdict}, {time.monotonic() - start:.1f} s", flush=True)
    return failed


def main() -> int:
    words = argparse.ArgumentParser(description="The page at /graphiql/ in Chromium.")
    words.add_argument("--tradepost", type=Path, required=True, help="the program to look at")
    words.add_argument("--pictures", type=Path, help="a folder for screenshots")
    given = words.parse_args()
    if given.pictures:
        given.pictures.mkdir(parents=True, exist_ok=True)
    tradepost = given.tradepost.absolute()

    failed = []
    with serving(tradepost, "--demo") as said, chromium() as page:
        visit = Visit(page, said["GraphiQL"], said["Token"], given.pictures)
        failed += take([*STEPS, *DUTIES, *LAST_STEPS], visit)
    with serving(tradepost, TRADEPOST_PROFILE="prod") as said, chromium() as page:
        failed += take(
            PRODUCTION_STEPS, Visit(page, said["GraphiQL"], said["Token"], given.pictures)
        )
    print(f"browser: {len(failed)} failed{': ' if failed else ''}{', '.join(failed)}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
