"""Colours and coverage as arrays: what everything that draws is made of."""
