"""Others that do the same work, installed into a temporary folder where they are to be had."""
