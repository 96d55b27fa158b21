"""What is drawn: a template's slots filled from rows, checked, and asked for."""
