"""Organisations, users, what they may do where, and the tokens they come with."""
