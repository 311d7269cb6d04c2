"""What a help desk is: tickets, people, deadlines, permission. Standard library only, no I/O and no clock."""
