"""Small files for each row of reliability.md, section 3: made by code, with what must become of them."""
