"""The plan on disk: what its records are, how they are stored, and the journal that is the only door for changes."""
