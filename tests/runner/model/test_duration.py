from __future__ import annotations

import pytest

from tracer_runner.model.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("500ms", 0.5), ("15s", 15), ("1.5s", 1.5), ("5m", 300), ("1h", 3600), ("2d", 172800), ("7", 7), (" 3 s ", 3)],
)
def test_a_duration_is_read_with_its_unit(text: str, seconds: float) -> None:
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "soon", "5 parsecs", "-3s", "1h30m", "1,5s", "s"])
def test_what_is_no_duration_says_how_one_is_written(text: str) -> None:
    with pytest.raises(ValueError, match='write "500ms"'):
        parse_duration(text)


@pytest.mark.parametrize("value", [3, 2.5, None, ["1s"]])
def test_what_is_no_text_comes_back_as_it_is(value: object) -> None:
    assert parse_duration(value) is value


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 ms"),
        (0.084, "84 ms"),
        (0.9994, "999 ms"),
        (0.9996, "1.0 s"),
        (2.31, "2.3 s"),
        (59.94, "59.9 s"),
        (59.96, "1 min"),
        (95, "1 min 35 s"),
        (3600, "1 h"),
        (3725, "1 h 2 min"),
        (90000, "25 h"),
        (172800, "2 d"),
        (277200, "3 d 5 h"),
    ],
)
def test_a_duration_is_written_as_people_read_it(seconds: float, text: str) -> None:
    assert format_duration(seconds) == text
