"""Whose certificates are believed: the system's, so that a company's own authority counts, and Mozilla's list."""

from __future__ import annotations

import ssl

import certifi


def tls_context(*, verify: bool = True) -> ssl.SSLContext:
    """A context for one client; making it reads a few hundred certificates."""
    context = ssl.create_default_context()
    if verify:
        context.load_verify_locations(certifi.where())
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
