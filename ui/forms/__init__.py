"""Forms built from what the columns say of themselves."""
