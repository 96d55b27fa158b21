"""What platforms ask of pictures and films, and whether ours keep to it."""
