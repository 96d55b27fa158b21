"""The schema answered a second time, naively: rows in lists, cut in Python. Slow and plain.

Nothing is shared with `api.reads` but the schema's text, the models' columns and the enums; who
sees what is written a second time, by hand, in `who`.
"""

from tests.reference.answer import Reference
from tests.reference.rows import Tables
from tests.reference.who import Who

__all__ = ["Reference", "Tables", "Who"]
