"""Benchmarks: what a journey costs with tracer, with raw Playwright, and with pytest-playwright."""
