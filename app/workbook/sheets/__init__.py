"""A module per sheet."""
