"""What a process of ours that a test starts finds in its environment."""

import os


def environment(**settings: str) -> dict[str, str]:
    """That of the tests, with these settings of ours and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TRADEPOST_")}
    return kept | settings
