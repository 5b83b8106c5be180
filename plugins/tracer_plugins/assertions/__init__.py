"""Assertions: `check.<name>` in a journey."""
