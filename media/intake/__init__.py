"""Files that somebody sends, of any kind that is taken: looked at before they are kept."""
