"""Brands: kits of colours, fonts and logos, the fonts that are added, and a kit's faults."""
