"""Files of rows and columns, whatever wrote them: text of any encoding, or a spreadsheet.

`Tables(paths, how)` opens them; `only` and `by_columns` find the tables a format looks for, by the
names of their columns; rows read their cells as text, numbers, days and instants. A file that
cannot be trusted is `Unreadable`, a cell that cannot be read a `BadCell`; nothing else is raised.
"""

from api.connectors.tables.faults import BadCell, Rule, Unreadable
from api.connectors.tables.opening import Tables
from api.connectors.tables.rows import Row
from api.connectors.tables.saying import DateOrder, How, Spec
from api.connectors.tables.table import Table

__all__ = [
    "BadCell",
    "DateOrder",
    "How",
    "Row",
    "Rule",
    "Spec",
    "Table",
    "Tables",
    "Unreadable",
]
