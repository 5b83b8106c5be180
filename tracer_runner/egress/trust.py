"""Whose certificates are believed: the system's, so that a company's own authority counts, and Mozilla's list."""

from __future__ import annotations

import ssl
from pathlib import Path

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


def authorities() -> str:
    """The certificates of all who are believed, in PEM, for libraries that read one file."""
    known = dict.fromkeys(map(ssl.DER_cert_to_PEM_cert, tls_context().get_ca_certs(binary_form=True)))
    folder = ssl.get_default_verify_paths().capath  # OpenSSL reads it when it needs one of them
    files = sorted(Path(folder).glob("*.[0-9]")) if folder else []
    return "\n".join([*known, *(file.read_text("utf-8", "replace") for file in files)])
