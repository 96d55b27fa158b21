"""Renders in a process of their own, under limits: a crash of one harms nothing else.

`render_in_child` draws one; a `Renderer` keeps warm children for many. `Cancel` calls one off.
"""

from media.child.pool import Renderer, render_in_child
from media.child.process import Cancel
from media.child.request import Limits, Request

__all__ = ["Cancel", "Limits", "Renderer", "Request", "render_in_child"]
