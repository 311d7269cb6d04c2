"""The rules of a help desk, without a database or a screen."""
