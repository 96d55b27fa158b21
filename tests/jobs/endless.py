"""In the child's place: it begins to draw, has a child of its own, and never ends."""

import json
import subprocess
import sys
import threading
import time
from pathlib import Path

from api.jobs.inside import die_with_parent


def main() -> None:
    threading.Thread(target=die_with_parent, daemon=True).start()
    below = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path("grandchild").write_text(str(below.pid), "ascii")
    print(json.dumps({"stage": "painting", "done": 0.1}), flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main()
