"""A plan as JSON and as flat rows, and rows as CSV."""
