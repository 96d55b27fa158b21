"""The rules that a file is held to, one module for each family of them."""
