"""Training sets: examples, how long they are, how healthy, and what they say of a plan."""
