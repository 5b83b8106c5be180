"""Why a certificate is not trusted, in our words."""

from __future__ import annotations

WRONG_HOST = 62
"""OpenSSL's code for a certificate of another host."""
_WRONG_ADDRESS = 64

_WORDS = {
    2: "its issuer is not known here",
    7: "it is not signed by the issuer it names",
    9: "it is not valid yet",
    10: "it has expired",
    18: "it is self-signed",
    19: "its chain ends in a certificate that nobody here trusts",
    20: "its issuer is not known here, or the server does not send the certificates in between",
    21: "its issuer is not known here, or the server does not send the certificates in between",
    23: "it was revoked",
    26: "it is not meant for servers",
    WRONG_HOST: "it is for another host name",
    _WRONG_ADDRESS: "it is for another address",
    66: "its key is too short",
    67: "the key of one of its issuers is too short",
    68: "it is signed with a method that is no longer safe",
}


def words_of(code: int) -> str:
    """Why OpenSSL does not trust a certificate; `code` is its own (`X509_V_ERR_…`)."""
    return _WORDS.get(code, f"OpenSSL rejects it with code {code}")
