"""Draws the sample store's pictures in a child: `python -m api.jobs.sample_drawing FOLDER`."""

from pathlib import Path
from typing import Any

from api.jobs import inside
from api.sample_store.pictures import drawn, file_of, shots_in


def draw(folder: Path, tell: Any) -> dict[str, Any]:
    """Product by product; each is told of once all its files are there."""
    products = shots_in(folder / inside.ORDER)
    for number, shots in enumerate(products):
        for place, shot in enumerate(shots):
            file_of(folder, number, place).write_bytes(drawn(shot))
        tell({"stage": "product", "done": number})
    return {"products": len(products)}


if __name__ == "__main__":
    inside.main(draw)
