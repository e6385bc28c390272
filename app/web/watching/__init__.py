"""What is seen of a running server: logs, metrics, traces, and its own addresses for them."""
