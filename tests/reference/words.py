"""Names as the graph writes them, and as Python does."""

import re
from datetime import datetime


def snake(name: str) -> str:
    """`option1Name` is `option_1_name`; `isOwn` is `is_own`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def instant(value: datetime) -> str:
    return value.strftime("%Y-%m-%dT%H:%M:%S.") + f"{value.microsecond // 1000:03}Z"
