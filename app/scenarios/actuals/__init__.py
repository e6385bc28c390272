"""After the decision: what was paid and served, read, kept, and looked back at."""
