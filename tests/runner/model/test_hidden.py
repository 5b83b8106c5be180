"""What is shown of a text that repeats secrets."""

from __future__ import annotations

import pytest

from tracer_runner.model.hidden import hide


@pytest.mark.parametrize(
    ("secret", "text", "shown"),
    [
        ("Bearer sk-very-secret-token", "invalid token sk-very-secret-token", "invalid token …"),
        (
            "https://x.example/hooks/T0KEN-1?key=k3y-of-ours",
            "x.example has no T0KEN-1, no k3y-of-ours",
            "x.example has no …, no …",
        ),
        (
            "https://ann:correct-horse@x.example/",
            "correct-horse is not ann's at x.example",
            "… is not ann's at x.example",
        ),
        ("https://[::1", "[::1 is no host", "[::1 is no host"),
        (
            "tgram://123456789:bot-token/1",
            "POST api.telegram.org/bot123456789:bot-token",
            "POST api.telegram.org/bot…:…",
        ),
        ("json://x.example/a%20secret%20path", "nothing at a secret path", "nothing at …"),
        ("abcde", "abcde is wrong, abcdef is not abcde", "… is wrong, abcdef is not …"),
        ("a.c", "a.c, abc, 'a.c'", "…, abc, '…'"),
        ("25", "mail.example.com:25 answered 25", "mail.example.com:25 answered 25"),
        ("1", "101 of 1", "101 of 1"),
        ("", "nothing", "nothing"),
    ],
)
def test_a_secret_is_hidden_whole_and_in_parts(secret: str, text: str, shown: str) -> None:
    assert hide(text, secrets=[secret]) == shown


def test_what_holds_another_secret_is_hidden_first() -> None:
    assert hide("abcdefgh", secrets=["cdefgh", "abcdefgh"]) == "…"
    assert hide("abc-d", secrets=["abc", "abc-d"]) == "…"
