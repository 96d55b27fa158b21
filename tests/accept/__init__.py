"""Outside suites against a running server."""
