"""How one figure came about."""
