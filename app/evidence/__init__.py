"""Users' files become findings: values with ranges and a source. Nothing of a file is kept."""
