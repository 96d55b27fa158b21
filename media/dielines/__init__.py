"""Cartons, sleeves, labels and tags as flat sheets: panels, cuts and folds in millimetres.

A style is data (`styles/`): panels whose corners are arithmetic of width, depth, height and board.
"""

from media.dielines.dieline import Dieline, Panel, Role
from media.dielines.edges import Edge, EdgeKind
from media.dielines.style import BadSize, dieline, shipped, style_named

__all__ = [
    "BadSize",
    "Dieline",
    "Edge",
    "EdgeKind",
    "Panel",
    "Role",
    "dieline",
    "shipped",
    "style_named",
]
