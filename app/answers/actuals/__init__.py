"""After the decision: what was paid against what was planned, and whether it did pay."""
