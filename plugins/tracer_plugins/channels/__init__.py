"""Alert channels: where messages about alerts go."""
