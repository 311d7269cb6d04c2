"""Letters: written, sent over a real conversation with a mail server, and what becomes of them."""
