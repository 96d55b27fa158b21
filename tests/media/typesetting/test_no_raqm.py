"""Pillow sets no words here: whether its RAQM finds libfribidi makes no difference.

The illustrations of the sample store, which are drawn once and have prints of their own, are apart.
"""

from pathlib import Path

import media

ROOT = Path(next(iter(media.__path__)))


def test_nothing_in_media_uses_pillows_fonts() -> None:
    files = [file for file in ROOT.rglob("*.py") if "illustrations" not in file.parts]
    assert len(files) > 40
    for file in files:
        words = file.read_text("utf-8")
        assert "ImageFont" not in words, file
        assert ".textbbox" not in words, file
