"""SKUs of our own making, for variants whose file has none or repeats another's."""

from collections.abc import Sequence
from hashlib import sha256

LONGEST = 100
_TRIES = 3


def own_skus(handle: str, option_values: Sequence[str]) -> list[str]:
    """What the variant may be called, best first: `classic-tee:Red-S`; the same ones each time.

    The others end in eight digits of a hash, for names that are too long or taken.
    """
    said = [value for value in option_values if value]
    plain = f"{handle}:{'-'.join(said)}" if said else handle
    marked = [
        f"{plain[: LONGEST - 9]}~{_hash(handle, *said, str(nth))}" for nth in range(1, _TRIES)
    ]
    return [plain, *marked] if len(plain) <= LONGEST else marked


def _hash(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:8]
