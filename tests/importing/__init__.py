"""Files brought in and sent out, by the command line, by jobs and through the graph."""
