"""The `tracer` command: one file per command."""
