"""One file a change, named by its date; never edited once shared."""
