"""Draws the sample store's pictures in a child: `python -m api.jobs.sample_drawing`."""

from api.sample_store.pictures import MEDIA_TYPE, SIDE_PX, Shot, drawn
from media.child import inside
from media.child.request import Request
from media.rendered import Rendered


def produce(request: Request, _tell: inside.Tell) -> Rendered:
    """The picture of the shot that the values say."""
    return Rendered(drawn(Shot(**request.values)), MEDIA_TYPE, SIDE_PX, SIDE_PX)


if __name__ == "__main__":
    inside.main(produce)
