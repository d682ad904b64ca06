"""The sponsor review: when it is, what it has to decide, and what changed since the last one."""
