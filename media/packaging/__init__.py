"""Packaging: artwork on a dieline, checked as a printer would, as a print PDF and a proof."""
