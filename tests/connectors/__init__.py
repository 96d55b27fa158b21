"""Files as platforms write them, read and refused."""
