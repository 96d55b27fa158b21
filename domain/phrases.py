"""One construct of SQL, said in two dialects."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy import Boolean
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

Construct = TypeVar("Construct", bound=type[FunctionElement[Any]])


class Condition(FunctionElement[bool]):
    """What is true, false or null of its parts."""

    type = Boolean()
    inherit_cache = True
    _is_implicitly_boolean = True  # else SQLite is asked `(…) = 1`, which no index answers


def speaks(*, postgresql: str, sqlite: str) -> Callable[[Construct], Construct]:
    """Class decorator: the phrase of each dialect, in which `{0}` is the construct's first part."""

    def teach(construct: Construct) -> Construct:
        for dialect, phrase in (("postgresql", postgresql), ("sqlite", sqlite)):
            compiles(construct, dialect)(_said(phrase))
        construct.inherit_cache = construct.inherit_cache  # SQLAlchemy wants each to say it anew
        return construct

    return teach


def _said(phrase: str) -> Callable[..., str]:
    def say(element: FunctionElement[Any], compiler: Any, **how: Any) -> str:
        return phrase.format(*(compiler.process(part, **how) for part in element.clauses))

    return say
