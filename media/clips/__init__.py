"""Films that somebody sent, to be shown within pictures and films: opened, counted, read."""
