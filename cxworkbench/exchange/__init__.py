"""Foreign formats in and out: tables from CSV and XLSX, what their columns mean, and the readings they become."""
