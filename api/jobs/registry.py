"""Every kind of job there is, a line each."""

from collections.abc import Mapping

from api.jobs import deriving, file_export, file_import, publish, render, sample_pictures, tidy
from api.jobs.kind import Kind
from api.sample_store.pictures import DRAW
from domain.assets.deriving import DERIVE
from domain.creatives.sharing import RENDER
from domain.integration.exports import EXPORT
from domain.integration.imports import IMPORT
from domain.stores.selling import PUBLISH_JOB

KINDS: Mapping[str, Kind] = {
    PUBLISH_JOB: publish.KIND,
    RENDER: render.KIND,
    EXPORT: file_export.KIND,
    IMPORT: file_import.KIND,
    DERIVE: deriving.KIND,
    DRAW: sample_pictures.KIND,
    tidy.TIDY: tidy.KIND,
}
