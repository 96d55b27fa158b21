"""GraphiQL, served by ourselves: the page, its examples, and what is bundled for it.

`source/` is bundled by `source/rebuild` into `built/`, which is what is served and shipped.
`examples/` goes into the page as it is: to change an example nothing needs to be built.
"""

from api.graphiql.page import graphiql_routes

__all__ = ["graphiql_routes"]
