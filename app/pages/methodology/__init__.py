"""How everything is calculated."""
