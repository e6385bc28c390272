"""What every request must pass: who asks, how often, how much, from which page."""
