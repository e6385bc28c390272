"""Formats of training sets."""
