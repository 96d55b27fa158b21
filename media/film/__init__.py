"""Films: scenes on a timeline, frames from sprites, sound, and the files made of them."""
