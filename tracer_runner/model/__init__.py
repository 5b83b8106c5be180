"""Frozen records and pure rules: what a journey is, what happened in a run. Nothing here does input or output."""
