"""The hall: every way in, and the only room with doors to the street."""
