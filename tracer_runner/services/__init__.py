"""Use cases: what the command line, pytest and the API have in common, with the terminal or the wire left out."""
