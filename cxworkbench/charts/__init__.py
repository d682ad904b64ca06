"""Charts as plain descriptions that window and paper both draw: what is shown, never how (visual-language.md, 7)."""
