"""Product descriptions: composed from what the catalogue says, checked, versioned and approved."""
