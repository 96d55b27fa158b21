"""Placed layers to pixels."""
