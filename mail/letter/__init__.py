"""What stands in a letter: its headers, its text, its files. No network, no disk, no clock; a bound on everything.

Letters come from anybody, so each room takes any bytes, looks at each of them a bounded number of times, and says
mail.letter.limits.NotReadable where a letter goes beyond what letters are. It runs in a process of its own
(mail/reading_process.py), which is ended where a bound was forgotten.

Parts are split here because Python's `email` takes a letter apart line by line before it can be asked anything: on
26 MB of short lines that is a gigabyte and many seconds. The tests ask it whether it finds the same parts.
"""
