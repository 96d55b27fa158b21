"""Files held to presets in a process of their own."""
