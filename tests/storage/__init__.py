"""What is kept is kept, on every engine."""
