"""Suppliers: who we buy from, on which terms, and whether we may."""
