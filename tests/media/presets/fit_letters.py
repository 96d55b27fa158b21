"""Where the weights of `media.presets.seeing.letters` come from.

    python -m tests.media.presets.fit_letters FOLDER_OF_PHOTOS

Sets words over the photos, as JPEG and at several sizes, and prints the logistic weights that tell
their rows from all other rows of blobs; then, photo by photo left out, how many are told rightly.
The same photos give the same numbers. Photos with lettering of their own are left out by name.
"""

import io
import math
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from media import fonts
from media.presets.seeing import letters
from media.presets.seeing.blobs import blobs
from media.presets.seeing.scaling import at_most

Rows = NDArray[np.float64]
WORDS = (
    "New arrival", "Light for the table", "SAVE 20%", "Free shipping", "¥699", "$89.50",
    "Shop now", "HALDEN", "Only today until midnight", "size M / L / XL", "把光留给餐桌", "新品上市",
    "双十一大促", "到手价 ¥1,299", "限时特惠", "满减优惠券", "立即购买", "日常价 899", "手工陶瓷",
    "包邮 七天无理由退货",
)  # fmt: skip
FACES = ("NotoSansSC-400", "NotoSansSC-700", "NotoSansSC-900", "NotoSerifSC-900")
LETTERED = ("max-tarkhov", "jakob-owens", "eniko", "juan-gomez", "patrick-brinksma", "brandi-redd")
EACH = 4


def rows(pixels: NDArray[np.uint8]) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
    """What is weighed of each row, and its box in px."""
    found = []
    for scale in letters._SCALES:
        small = at_most(pixels, round(max(pixels.shape[:2]) * scale))
        for are_dark in (True, False):
            for row in letters._rows(blobs(small, are_dark=are_dark)):
                box = letters._weighed(row).box
                found.append((letters.features(row), tuple(side / scale for side in box)))
    return found


def with_words(image: Image.Image, random: np.random.Generator) -> tuple[Image.Image, list[Any]]:
    """Up to three lines where the ground lets them be read; their boxes."""
    image, boxes = image.copy(), list[Any]()
    draw = ImageDraw.Draw(image)
    for _ in range(3):
        size = round(18 * 9 ** random.random())
        face = Path(fonts.__file__).parent / f"{random.choice(FACES)}.otf"
        font, words = ImageFont.truetype(str(face), size), str(random.choice(WORDS))
        place = (
            float(random.uniform(0, 0.6)) * image.width,
            float(random.uniform(0, 0.9)) * image.height,
        )
        box = draw.textbbox(place, words, font=font)
        is_clear = all(
            box[2] < old[0] or box[0] > old[2] or box[3] < old[1] or box[1] > old[3]
            for old in boxes
        )
        if box[2] > image.width or box[3] > image.height or not is_clear:
            continue
        light = np.asarray(image.crop(box).convert("L"), np.float64)
        if light.std() > 45:
            continue
        low, high = (0, 60) if light.mean() > 128 else (200, 255)
        draw.text(place, words, tuple(int(part) for part in random.integers(low, high, 3)), font)
        boxes.append(box)
    return image, boxes


def again(image: Image.Image, random: np.random.Generator) -> tuple[NDArray[np.uint8], float]:
    """As somebody would send it: as JPEG, perhaps smaller; and how much smaller."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=int(random.choice([70, 80, 90, 95])))
    scale = float(random.choice([1.0, 1.0, 0.75, 0.6]))
    with Image.open(out) as opened:
        size = round(image.width * scale), round(image.height * scale)
        return np.asarray(opened.convert("RGB").resize(size, Image.Resampling.BOX)), scale


def is_of(box: tuple[float, ...], words: tuple[float, ...]) -> bool:
    """The row lies in the words and is no small part of them."""
    wide, high = (
        min(box[2], words[2]) - max(box[0], words[0]),
        min(box[3], words[3]) - max(box[1], words[1]),
    )
    shared = max(wide, 0.0) * max(high, 0.0)
    of_row, of_words = ((it[2] - it[0]) * (it[3] - it[1]) for it in (box, words))
    return shared > 0.7 * of_row and shared > 0.3 * of_words


def fitted(features: Rows, is_word: NDArray[np.bool_]) -> Rows:
    """Bias and weights, by Newton's steps with a small penalty."""
    middle, spread = features.mean(axis=0), features.std(axis=0)
    even = np.column_stack([np.ones(len(features)), (features - middle) / spread])
    penalty = np.ones(even.shape[1])
    penalty[0] = 1e-6
    weights = np.zeros(even.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-even @ weights))
        bend = (even * (chance * (1 - chance))[:, None]).T @ even + np.diag(penalty)
        weights += np.linalg.solve(bend, even.T @ (is_word - chance) - penalty * weights)
    plain = weights[1:] / spread
    return np.concatenate([[weights[0] - float(plain @ middle)], plain])


def main(folder: Path) -> None:
    random = np.random.Generator(np.random.PCG64(20261128))
    told: list[tuple[tuple[float, ...], bool, int]] = []
    placed, seen = 0, 0
    for photo, path in enumerate(sorted(folder.glob("*.jpg"))):
        with Image.open(path) as opened:
            image = opened.convert("RGB")
        image.thumbnail((letters.SIDE_PX, letters.SIDE_PX), Image.Resampling.BOX)
        if not any(name in path.name for name in LETTERED):
            for pixels in (
                np.asarray(image),
                np.asarray(image.transpose(Image.Transpose.TRANSPOSE)),
            ):
                for row, _ in rows(np.ascontiguousarray(pixels)):
                    told.append((row, False, photo))
        for _ in range(EACH):
            worded, boxes = with_words(image, random)
            pixels, scale = again(worded, random)
            found = [(row, tuple(side / scale for side in box)) for row, box in rows(pixels)]
            placed += len(boxes)
            seen += sum(any(is_of(box, words) for _, box in found) for words in boxes)
            for row, box in found:
                if any(is_of(box, words) for words in boxes):
                    told.append((row, True, photo))
    features, is_word, photo_of = zip(*told, strict=True)
    tell(np.array(features), np.array(is_word), np.array(photo_of))
    print(f"{placed} lines placed, of {seen} a row was made")


def tell(features: Rows, is_word: NDArray[np.bool_], photo_of: NDArray[np.int64]) -> None:
    bias, *weights = fitted(features, is_word)
    print("BIAS", round(float(bias), 2), "WEIGHTS", [round(float(weight), 2) for weight in weights])
    score = np.zeros(len(features))
    for part in range(5):
        out = photo_of % 5 == part
        left = fitted(features[~out], is_word[~out])
        score[out] = left[0] + features[out] @ left[1:]
    for sureness in (letters.UNSURE, letters.SURE, 0.992):
        over = score > math.log(sureness / (1 - sureness))
        right, wrong = over[is_word].mean(), set(photo_of[over & ~is_word].tolist())
        print(
            f"from {sureness}: {right:.1%} of {is_word.sum()} rows of words, {over[~is_word].sum()} of {(~is_word).sum()} others, in {len(wrong)} photos"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
