"""The catalogue as a table, and what changes in it."""
