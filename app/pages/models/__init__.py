"""Which model: every one of them in a plan, and alternatives of one's own."""
