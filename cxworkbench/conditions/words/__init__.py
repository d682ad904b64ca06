"""How each condition speaks: the short reason of an unmet criterion, and what it says when it is met."""
