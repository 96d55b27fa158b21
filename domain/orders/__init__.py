"""Orders: who bought what in which store, what was paid, and what the platform said."""
