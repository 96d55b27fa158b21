"""How the tables came to be, step by step; the wheel carries them, and alembic finds them here."""
