"""Words to lines of glyphs, at the largest size that fits. No pixels."""
