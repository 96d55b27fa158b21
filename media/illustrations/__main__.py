"""`python -m media.illustrations FOLDER [SIZE_PX]`: every picture, and a contact sheet of all."""

import sys
from pathlib import Path

from PIL import Image

from media.illustrations import choices, draw, known

THUMB_PX, COLUMNS = 240, 8


def main(folder: Path, size_px: int = 1200) -> int:
    """Writes handle-view-choice.png for each that looks different; says how many."""
    folder.mkdir(parents=True, exist_ok=True)
    thumbs = []
    for handle, views in known().items():
        for view in range(views):
            shown = choices(handle) if view == 0 else choices(handle)[:1]
            for choice in shown:
                picture = draw(handle, variant=choice, size_px=size_px, view=view)
                picture.save(folder / f"{handle}-{view}-{choice.replace(' ', '-')}.png")
                thumbs.append(picture.resize((THUMB_PX, THUMB_PX), Image.Resampling.LANCZOS))
    rows = -(-len(thumbs) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * THUMB_PX, rows * THUMB_PX), "white")
    for place, thumb in enumerate(thumbs):
        sheet.paste(thumb, (place % COLUMNS * THUMB_PX, place // COLUMNS * THUMB_PX))
    sheet.save(folder / "contact-sheet.png")
    return len(thumbs)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1200)
