"""Letters out and in."""
