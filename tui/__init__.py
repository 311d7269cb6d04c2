"""How people reach a desk: the screens and the commands."""
