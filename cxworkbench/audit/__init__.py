"""Data readiness: what audits say of a source, dimension by dimension."""
