"""Tables as files hold them: any usual encoding, delimiter and locale, read by evidence.

A file is read whole once, into a temporary database: what one row leaves open, another may prove.
Then rows are handed out in any order that is asked for, with little memory however many there are.
"""

from api.connectors.tables.errors import BadCell, Rule, Unreadable
from api.connectors.tables.header import Spec
from api.connectors.tables.how import DateOrder, How
from api.connectors.tables.row import Row
from api.connectors.tables.tables import Table, Tables

__all__ = ["BadCell", "DateOrder", "How", "Row", "Rule", "Spec", "Table", "Tables", "Unreadable"]
