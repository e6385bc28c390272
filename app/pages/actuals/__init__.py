"""After the decision: what was paid against the plan."""
