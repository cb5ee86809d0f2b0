"""How the small models of speech are fitted: `python -m training.conversations --help`."""
