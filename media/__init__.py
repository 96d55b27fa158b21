"""Pictures: a description in, a file out."""
