"""The products, a file for each part of the shop."""
