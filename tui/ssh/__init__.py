"""The app and the commands over SSH: who is let in, their window, their commands, and the limits."""
