"""Runs attempts: what happens inside a runner process."""
