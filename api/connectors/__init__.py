"""Strange formats to actions and back: one file per format, named after it."""
