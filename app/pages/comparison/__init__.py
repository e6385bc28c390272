"""Saved scenarios side by side."""
