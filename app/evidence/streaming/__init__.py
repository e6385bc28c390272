"""A file opened, and read as a stream: rows, lines, or the values of one JSON document."""
