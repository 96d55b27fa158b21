"""Placements: the size in px that a platform asks for, and where that is written."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Placement:
    """A size of a canvas; `source` says where it was read, `read_on` when."""

    name: str
    width_px: int
    height_px: int
    source: str
    read_on: str


_KNOWN = (
    Placement("instagram-portrait", 1080, 1350, "Instagram, feed 4:5", "2026-11-20"),
    Placement("story", 1080, 1920, "Instagram and TikTok, 9:16", "2026-11-20"),
    Placement("xiaohongshu-cover", 1242, 1660, "getpostercat.com, ratio 3:4", "2026-11-20"),
    Placement("taobao-main", 800, 800, "wztg.net/wenda/203288", "2026-11-20"),
    Placement("open-graph", 1200, 630, "ogp.me, in common use", "2026-11-20"),
)
PLACEMENTS = MappingProxyType({placement.name: placement for placement in _KNOWN})
