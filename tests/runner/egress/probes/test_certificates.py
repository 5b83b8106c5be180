"""Certificates as they come, also those that say strange things."""

from __future__ import annotations

import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tracer_runner.egress.distrust import words_of
from tracer_runner.egress.probes.certificates import MOST_NAMES, read_certificate

from .authority import DAY, NOW


def made(
    *, subject: tuple[tuple[x509.ObjectIdentifier, str], ...] = (), names: tuple[str, ...] = (), broken: bool = False
) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(kind, value) for kind, value in subject])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(0xABC)
        .not_valid_before(NOW)
        .not_valid_after(NOW + DAY)
    )
    if names:
        general = [x509.DNSName(name) for name in names]
        builder = builder.add_extension(x509.SubjectAlternativeName(general), critical=False)
    if broken:
        extension = x509.UnrecognizedExtension(x509.SubjectAlternativeName.oid, b"\xff\xff")
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def test_der_and_pem_say_the_same() -> None:
    der = made(subject=((NameOID.COMMON_NAME, "shop.test"),), names=("shop.test",))
    read = read_certificate(der, fault="it is self-signed", protocol="TLSv1.3", cipher="X")
    assert read is not None
    assert (read.subject, read.issuer, read.names) == ("shop.test", "shop.test", ("shop.test",))
    assert (read.not_before, read.not_after, read.serial_number) == (NOW, NOW + DAY, "abc")
    assert (read.fault, read.protocol, read.cipher) == ("it is self-signed", "TLSv1.3", "X")
    pem = ssl.DER_cert_to_PEM_cert(der).encode()
    assert read_certificate(pem, fault="it is self-signed", protocol="TLSv1.3", cipher="X") == read


def test_without_a_common_name_the_first_host_name_is_told_and_the_organization_of_the_issuer() -> None:
    read = read_certificate(made(subject=((NameOID.ORGANIZATION_NAME, "Shop Ltd"),), names=("a.test", "b.test")))
    assert read is not None
    assert (read.subject, read.issuer) == ("a.test", "Shop Ltd")


def test_a_certificate_without_any_name_can_be_read() -> None:
    read = read_certificate(made())
    assert read is not None
    assert (read.subject, read.issuer, read.names) == ("", "", ())


def test_of_very_many_names_the_first_are_kept() -> None:
    read = read_certificate(made(names=tuple(f"{number}.test" for number in range(3000))))
    assert read is not None
    assert len(read.names) == MOST_NAMES


@pytest.mark.parametrize("shown", [b"", b"\x30\x03\x02\x01", b"-----BEGIN CERTIFICATE-----\n!\n", made(broken=True)])
def test_what_cannot_be_read_is_nothing(shown: bytes) -> None:
    assert read_certificate(shown) is None


def test_a_certificate_with_any_byte_changed_can_be_read_or_not_and_no_more() -> None:
    whole = made(subject=((NameOID.COMMON_NAME, "shop.test"), (NameOID.COUNTRY_NAME, "DE")), names=("shop.test",))
    outcomes = set()
    for place in range(len(whole)):
        for value in (0, 0xFF, whole[place] ^ 1):
            broken = whole[:place] + bytes([value]) + whole[place + 1 :]
            outcomes.add(read_certificate(broken) is None)
    assert outcomes == {True, False}


def test_a_code_without_words_of_ours_is_told_as_it_is() -> None:
    assert words_of(10) == "it has expired"
    assert words_of(77) == "OpenSSL rejects it with code 77"
