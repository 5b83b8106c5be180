"""Reads journeys from their files, without executing them."""
