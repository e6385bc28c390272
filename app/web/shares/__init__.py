"""What each client may use: how often, how many processor seconds, how many at once."""
