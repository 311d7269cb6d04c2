"""One file for each version, run in the order of their numbers."""
