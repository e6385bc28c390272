"""Formats of evaluations."""
