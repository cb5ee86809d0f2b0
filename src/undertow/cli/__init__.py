"""The command line: a group in main.py, one short file a command, and what they share in showing a story."""
