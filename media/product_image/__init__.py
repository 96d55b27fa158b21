"""A seller's photo made ready: cut out, on white, cropped, in every size, known again."""
