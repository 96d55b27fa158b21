"""Long pages in pieces: nothing lost, none too high, words left whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media.slices import rows_to_cut, sliced


@given(height=st.integers(1, 3000), most=st.integers(100, 900), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_the_pieces_are_the_page(height: int, most: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    page = random.integers(0, 255, (height, 20), dtype=np.uint8)
    pieces = sliced(Image.fromarray(page), most)
    assert all(0 < piece.height <= most for piece in pieces)
    assert np.array_equal(np.concatenate([np.asarray(piece) for piece in pieces]), page)


@given(tall=st.integers(80, 220), air=st.integers(60, 120))
@settings(max_examples=30, deadline=None)
def test_a_cut_goes_between_blocks(tall: int, air: int) -> None:
    random = np.random.default_rng(1)
    page = np.full((3000, 60), 255, np.uint8)
    blocks = [(top, top + tall) for top in range(20, 3000 - tall, tall + air)]
    for top, bottom in blocks:
        page[top:bottom] = random.integers(0, 255, (tall, 60), dtype=np.uint8)
    for cut in rows_to_cut(Image.fromarray(page), 1000)[:-1]:
        assert not any(top < cut < bottom for top, bottom in blocks)


@pytest.mark.parametrize(("height", "pieces"), [(1500, 1), (1501, 2), (4500, 3)])
def test_a_plain_page_is_cut_as_seldom_as_can_be(height: int, pieces: int) -> None:
    assert len(sliced(Image.new("RGB", (10, height), "white"), 1500)) == pieces
