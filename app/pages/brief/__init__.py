"""One page to print."""
