"""The desk over SSH: the real server, the real client of OpenSSH, and hostile ones."""
