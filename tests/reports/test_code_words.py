from __future__ import annotations

from tracer_reports.code_words import Words, split_code


def test_a_command_between_backticks_is_set_apart() -> None:
    assert split_code("Type `tracer doctor`, or wait.") == (
        Words("Type ", code=False),
        Words("tracer doctor", code=True),
        Words(", or wait.", code=False),
    )


def test_a_backtick_without_its_fellow_is_a_sign_like_others() -> None:
    assert split_code("It`s so") == (Words("It`s so", code=False),)
    assert split_code("``") == (Words("``", code=False),)
