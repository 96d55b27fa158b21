"""Templates: documents with slots, checked, filled with values, bound to a scene. No pixels."""
