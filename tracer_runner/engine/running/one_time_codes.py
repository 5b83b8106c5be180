"""Time-based one-time codes (RFC 6238), for logins with a second factor."""

from __future__ import annotations

import base64

import pyotp


class _Totp(pyotp.TOTP):
    """pyotp refuses seeds under 112 bits, and GitHub and Microsoft hand out 80-bit ones."""

    def byte_secret(self) -> bytes:
        padded = self.secret + "=" * (-len(self.secret) % 8)
        return base64.b32decode(padded, casefold=True)


def current_code(seed: str) -> str:
    """The six digits of this moment; spaces in the seed are ignored."""
    return _Totp(seed.replace(" ", "")).now()
