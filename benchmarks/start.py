"""From the command line to the first answer: `python -m benchmarks.start`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

COMMAND = [sys.executable, "-c", "from api.cli import main; main()", "serve", "--demo"]


def until_ready(folder: str, *, demo: bool) -> float:
    """Seconds until `/readyz` answers; the server is stopped again."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "TRADEPOST_DATA_DIR": folder, "TRADEPOST_PORT": str(port)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # a user has the compiled files
    environment["PYTHONPATH"] = str(Path(__file__).parent.parent)
    began = time.perf_counter()
    command = COMMAND if demo else COMMAND[:-1]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            while True:
                try:
                    with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=30) as answer:
                        assert answer.status == 200
                        return time.perf_counter() - began
                except OSError:
                    time.sleep(0.02)
        finally:
            server.terminate()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        print(f"first --demo start  {until_ready(folder, demo=True):.2f} s (limit 10)")
        again = min(until_ready(folder, demo=False) for _ in range(3))
        print(f"start on that data  {again:.2f} s (limit 1.5)")


if __name__ == "__main__":
    main()
