"""Photos: bytes to pixels, what they show, and how they meet a box."""
