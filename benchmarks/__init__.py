"""One file per figure of the design."""
