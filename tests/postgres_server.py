"""A throw-away PostgreSQL that lives as long as our standard input stays open.

usage: python postgres_server.py BIN_FOLDER      prints one line of JSON: port and password, or error

A process of its own, in a session of its own: however the tests end (Ctrl-C, kill -9), its input
closes, and then the server and its folder go. It runs without the project's packages.
"""

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NoReturn

SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "listen_addresses": "127.0.0.1",
    "log_timezone": "UTC",
    "max_connections": "200",
    "max_wal_senders": "0",
    "synchronous_commit": "off",
    "timezone": "UTC",
    "unix_socket_directories": "",
    "wal_level": "minimal",
}
START_S = 60
STOP_S = 30


class NotStarted(Exception):
    """The server could not be brought up; says why in PostgreSQL's own words."""


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def account() -> tuple[int, int] | None:
    """User and group to run as: PostgreSQL refuses root; None leaves us who we are."""
    if not is_root():
        return None
    import pwd  # noqa: PLC0415  Windows has none

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    chosen = known.get("postgres") or known["nobody"]
    return chosen.pw_uid, chosen.pw_gid


def hand_over(path: Path) -> None:
    if owner := account():
        os.chown(path, *owner)


def open_to_all(folder: Path) -> bool:
    return all(step.stat().st_mode & 0o001 for step in (folder, *folder.parents))


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Under the system's temporary folder; as root under one that other accounts can reach."""
    parent = Path(tempfile.gettempdir()).resolve()
    if is_root() and not open_to_all(parent):
        parent = Path("/tmp")  # noqa: S108
    folder = Path(tempfile.mkdtemp(prefix="tradepost-postgres-", dir=parent))
    try:
        if is_root():
            folder.chmod(0o755)
            hand_over(folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def within_reach(binaries: Path, folder: Path) -> Path:
    """The same programs where the server's account can run them: root's own packages it cannot."""
    if not is_root() or open_to_all(binaries):
        return binaries
    package = binaries.parent.parent
    shutil.copytree(package, folder / package.name, ignore=shutil.ignore_patterns("include"))
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, folder / libraries.name)
    return folder / package.name / binaries.relative_to(package)


class Server:
    """One cluster in `folder`, run by the programs in `binaries`."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self.binaries = within_reach(binaries, folder)
        self.password = secrets.token_hex(16)
        self.port = 0
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, program: str, *words: str) -> list[str]:
        found = shutil.which(program, path=str(self.binaries))
        if not found:
            raise NotStarted(f"{self.binaries} has no {program}")
        return [found, "-D", str(self.data), *words]

    def manner(self) -> dict[str, Any]:
        """How each program runs: as an ordinary account, in our folder, without our input."""
        quiet = {**os.environ, "LC_ALL": "C", "HOME": str(self.folder)}
        manner: dict[str, Any] = {
            "cwd": self.folder,
            "env": {key: value for key, value in quiet.items() if not key.startswith("PG")},
            "stdin": subprocess.DEVNULL,
        }
        if owner := account():
            manner |= {"user": owner[0], "group": owner[1], "extra_groups": []}
        return manner

    def run(self, words: Sequence[str], timeout_s: float) -> None:
        with self.log.open("ab") as log:
            done = subprocess.run(
                words, **self.manner(), stdout=log, stderr=log, timeout=timeout_s, check=False
            )
        if done.returncode:
            raise NotStarted(self.last_words())

    def last_words(self) -> str:
        return self.log.read_text(errors="replace").strip()[-2000:]

    def make(self) -> None:
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        hand_over(secret)
        words = ["-U", "tradepost", f"--pwfile={secret}", "--auth=scram-sha-256"]
        words += ["--encoding=UTF8", "--locale=C", "--no-sync"]
        self.run(self.command("initdb", *words), START_S)

    def start(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        settings = [f"--{name}={value}" for name, value in SETTINGS.items()]
        words = self.command("postgres", "-p", str(self.port), *settings)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(words, **self.manner(), stdout=log, stderr=log)
        patience = time.monotonic() + START_S
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > patience:
                self.stop()
                raise NotStarted(self.last_words())
            time.sleep(0.02)

    def is_ready(self) -> bool:
        with suppress(OSError):
            state = (self.data / "postmaster.pid").read_text().splitlines()
            return len(state) > 7 and state[7].strip() == "ready"
        return False

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        with suppress(NotStarted, subprocess.TimeoutExpired):
            self.run(self.command("pg_ctl", "stop", "-m", "fast", "-w"), STOP_S)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(1)
        self.process.kill()
        self.process.wait()


def bring_up(server: Server) -> None:
    """Three tries: another program may take the free port before we do."""
    server.make()
    for tries_left in (2, 1, 0):
        try:
            return server.start()
        except NotStarted:
            if not tries_left:
                raise
    return None


def leave(*_: object) -> NoReturn:
    raise SystemExit(0)


def main(binaries: Path) -> None:
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    with scratch_folder() as folder:
        server = Server(binaries, folder)
        try:
            bring_up(server)
            print(json.dumps({"port": server.port, "password": server.password}), flush=True)
            sys.stdin.read()
        finally:
            server.stop()


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]).resolve())
    except (NotStarted, OSError, subprocess.SubprocessError) as error:
        print(json.dumps({"error": str(error)}), flush=True)
        sys.exit(1)
