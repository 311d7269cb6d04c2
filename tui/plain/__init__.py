"""The desk line by line, for screen readers, dumb terminals and pipes: it asks, reads a line, and only ever appends."""
