"""A brand in pictures: how a logo's file looks, and what a template makes of a brand."""
