"""Charts as plain descriptions that window and paper both draw: what is shown (visual-language.md, 7)."""
