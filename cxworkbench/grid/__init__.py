"""Tables of records without a window: cells in words, typed and pasted text as values, rows in their order."""
