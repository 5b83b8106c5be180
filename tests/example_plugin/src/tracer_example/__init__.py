"""One of everything a plugin of tracer can add."""
