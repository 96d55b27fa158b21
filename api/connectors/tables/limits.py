"""How large a file may be; each is far beyond any honest export."""

CELL_CHARACTERS = 1_000_000
ROW_CHARACTERS = 16_000_000
COLUMNS = 2_000
UNPACKED_BYTES = 4 << 30
SHEET_BYTES = 1 << 30
"""Of a spreadsheet, unpacked: it is held in memory, if in another process."""
