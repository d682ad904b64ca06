"""Small frozen steps from one format of the plan to the next."""
