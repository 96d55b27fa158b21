"""Tests: what is promised, each name a sentence."""
