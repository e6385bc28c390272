"""Formats of bills and of lists of prices."""
