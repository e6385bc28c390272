"""Formats of usage: logs, traces and what makers' consoles export."""
