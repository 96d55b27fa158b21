"""Platforms, the shops on them, and what each shop sells at which price."""
