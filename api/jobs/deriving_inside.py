"""Makes an asset's other sizes in a child: `python -m api.jobs.deriving_inside`."""

from media.child import inside
from media.child.request import Request
from media.product_image.ladder import ladder
from media.product_image.recipes import Recipe
from media.rendered import Rendered


def produce(request: Request, _tell: inside.Tell) -> Rendered:
    """A side for each recipe, by its key and the size in px that came of it."""
    recipes = [Recipe(**one) for one in request.values["recipes"]]
    sizes = sorted({one.longest_px for one in recipes}, reverse=True)
    formats = list(dict.fromkeys(one.format for one in recipes))
    made = ladder(request.assets["photo"], sizes, formats)
    files = {(max(rung.width_px, rung.height_px), rung.format): rung for rung in made.rungs}
    sides = {}
    for one in recipes:
        rung = files[one.longest_px, one.format]
        sides[f"{one.key}.{rung.width_px}.{rung.height_px}"] = rung.data
    return Rendered(b"", "application/octet-stream", 0, 0, sides=sides)


if __name__ == "__main__":
    inside.main(produce)
