"""The conditions for success: criteria from the reference data, checked against the plan, and what they add up to."""
