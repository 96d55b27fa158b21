"""Products and orders as files: the same columns always, and what is read back changes nothing."""
