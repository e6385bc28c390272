"""What every request passes, whatever it asks for, and how the server runs."""
