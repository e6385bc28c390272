"""Saved scenarios: shown, edited, owned, listed, with their history."""
