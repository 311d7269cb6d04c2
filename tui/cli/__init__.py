"""The same desk one command at a time."""
