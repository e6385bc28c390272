"""Usage: calls by day and model in bounded memory, and what they say of a plan."""
