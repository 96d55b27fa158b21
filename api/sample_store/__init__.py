"""The sample store: rows that `tradepost serve --demo` starts with; `load.load` writes them."""
