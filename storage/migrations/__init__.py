"""How the tables came to be, step by step, written by hand; run by storage/migrating.py."""
