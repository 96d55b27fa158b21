"""A file held to a preset in a process of its own, under limits: it may be anybody's file."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from media.child.process import environment, kill_group
from media.child.request import Limits
from media.errors import BadFile
from media.presets.finding import Finding, again

PROGRAM = "media.checking.inside"
LIMITS = Limits(patience_s=60.0, processor_s=90, memory_mb=3_072, file_mb=256)


def check_apart(path: Path, row: Mapping[str, Any], limits: Limits = LIMITS) -> tuple[Finding, ...]:
    """One finding for each rule that applies; `row` is the preset as presets.json has it. Blocks.

    Raises BadFile for what cannot be read, or not within the limits.
    """
    with tempfile.TemporaryDirectory(prefix="tradepost-check-") as folder:
        child = subprocess.Popen(  # noqa: S603  our own program with words of ours
            [sys.executable, "-P", "-m", PROGRAM, str(path.resolve())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=environment(Path(folder), limits),
            start_new_session=True,
        )
        try:
            out, _ = child.communicate(json.dumps(row).encode(), timeout=limits.patience_s)
        except subprocess.TimeoutExpired:
            raise BadFile(
                path.name, f"takes longer than {limits.patience_s:g} s to check"
            ) from None
        finally:
            kill_group(child)
            child.communicate()  # to the end of what it wrote, and its pipes are closed
    return _findings(path, out)


def _findings(path: Path, out: bytes) -> tuple[Finding, ...]:
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        raise BadFile(path.name, "takes more to check than it may") from None
    if "refused" in answer:
        raise BadFile(path.name, f"cannot be checked: {answer['refused']}")
    return tuple(again(told) for told in answer["found"])
