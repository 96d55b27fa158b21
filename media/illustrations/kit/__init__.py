"""The drawing kit: solids, cloth and light, in numpy and Pillow."""
