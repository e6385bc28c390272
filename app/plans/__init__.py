"""A plan: its way in from a query, a form or a body, what follows from it, and its address."""
