"""What can be seen in pixels and heard in sound, with no rule in mind."""
