"""Every kind of job there is, a line each."""

from collections.abc import Mapping

from api.jobs import publish, render, tidy
from api.jobs.kind import Kind
from domain.creatives.actions import RENDER
from domain.stores.selling import PUBLISH_JOB

KINDS: Mapping[str, Kind] = {
    PUBLISH_JOB: publish.KIND,
    RENDER: render.KIND,
    tidy.TIDY: tidy.KIND,
}
