"""Read a certificate that a server showed, trusted or not."""

from __future__ import annotations

from cryptography import x509
from cryptography.x509.oid import NameOID

from tracer_runner.model.observation import Certificate

MOST_NAMES = 100
"""How many host names of a certificate are kept."""
_MALFORMED = (ValueError, TypeError, x509.InvalidVersion)


def read_certificate(
    encoded: bytes, *, fault: str | None = None, protocol: str | None = None, cipher: str | None = None
) -> Certificate | None:
    """From DER or PEM; None when it cannot be read. `fault` says why it is not trusted."""
    try:
        load = x509.load_pem_x509_certificate if encoded.startswith(b"-----") else x509.load_der_x509_certificate
        shown = load(encoded)
        names = _names(shown)
        return Certificate(
            subject=_common_name(shown.subject) or (names[0] if names else ""),
            issuer=_common_name(shown.issuer) or _organization(shown.issuer) or "",
            names=names,
            not_before=shown.not_valid_before_utc,
            not_after=shown.not_valid_after_utc,
            serial_number=f"{shown.serial_number:x}",
            protocol=protocol,
            cipher=cipher,
            fault=fault,
        )
    except _MALFORMED:  # cryptography reads the parts of a certificate when they are asked for
        return None


def _names(shown: x509.Certificate) -> tuple[str, ...]:
    try:
        found = shown.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return ()
    hosts = found.get_values_for_type(x509.DNSName)
    addresses = map(str, found.get_values_for_type(x509.IPAddress))
    return (*hosts, *addresses)[:MOST_NAMES]


def _common_name(name: x509.Name) -> str | None:
    return _first(name, NameOID.COMMON_NAME)


def _organization(name: x509.Name) -> str | None:
    return _first(name, NameOID.ORGANIZATION_NAME)


def _first(name: x509.Name, kind: x509.ObjectIdentifier) -> str | None:
    for attribute in name.get_attributes_for_oid(kind):
        value = attribute.value
        return value if isinstance(value, str) else value.decode("utf-8", "replace")
    return None
