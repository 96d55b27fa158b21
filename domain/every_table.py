"""Imports every model, so that the metadata is whole: for migrations and tests."""

import domain.assets.models
import domain.audit_triggers
import domain.brands.models
import domain.catalogue.models
import domain.compliance.models
import domain.creatives.batch
import domain.creatives.models
import domain.descriptions.models
import domain.events.models
import domain.integration.models
import domain.jobs
import domain.orders.models
import domain.outbox
import domain.outbox_order
import domain.people.models
import domain.reviews.models
import domain.sourcing.models
import domain.stores.models
import domain.templates.models  # noqa: F401  each registers its tables
from domain.base import Base

METADATA = Base.metadata
