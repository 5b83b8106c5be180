"""Signatures of Standard Webhooks."""

from __future__ import annotations

import base64

import pytest

from tracer_runner.model.signature import read_key, signed_headers


def test_the_example_of_the_specification_is_signed_alike() -> None:
    key = base64.b64decode("plJ3nmyCDGBKInavdOK15jsl")
    body = b'{"event_type":"ping","data":{"success":true}}'
    assert signed_headers(key, id="msg_loFOjxBNrRLzqYUf", timestamp=1731705121, body=body) == {
        "webhook-id": "msg_loFOjxBNrRLzqYUf",
        "webhook-timestamp": "1731705121",
        "webhook-signature": "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=",
    }


def test_a_key_is_24_to_64_bytes_behind_its_prefix() -> None:
    assert read_key("whsec_" + base64.b64encode(b"k" * 32).decode()) == b"k" * 32
    for secret in ("k" * 32, "whsec_" + base64.b64encode(b"k" * 65).decode(), "whsec_!"):
        with pytest.raises(ValueError, match="24 to 64 random bytes") as caught:
            read_key(secret)
        assert secret not in str(caught.value)
