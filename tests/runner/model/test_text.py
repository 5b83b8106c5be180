from datetime import datetime, timedelta, timezone

import pytest

from tracer_runner.model.text import cap, clean, counted, format_size, format_time, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a\\x00b"),
        ("\u202eexe.png", "\\u202eexe.png"),
        ("half \ud800", "half \\ud800"),
        ("\x1b[31mred\x1b[0m", "red"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("tab\tstays, שלום too", "tab\tstays, שלום too"),
    ],
)
def test_what_cannot_be_shown_is_written_out(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_text_within_its_limit_stays_whole() -> None:
    assert cap("abc", limit=3) == "abc"


def test_a_cut_says_how_much_is_missing() -> None:
    assert cap("a" * 5_000_000, limit=10) == "aaaaaaaaaa … [4,999,990 more characters]"


def test_a_long_title_becomes_one_short_line() -> None:
    assert one_line("  Lamp\n\n shop ", limit=100) == "Lamp shop"
    assert one_line("b" * 5_000_000, limit=20) == "b" * 20 + " … [4,999,980 more characters]"


def test_numbers_and_sizes_read_like_a_person_says_them() -> None:
    assert counted(1, "try", plural="tries") == "1 try"
    assert counted(1204, "request") == "1,204 requests"
    assert [format_size(size) for size in (0, 999, 1500, 48_200, 999_499, 3_140_000)] == [
        "0 B",
        "999 B",
        "1.5 kB",
        "48 kB",
        "999 kB",
        "3.1 MB",
    ]


def test_times_are_shown_in_utc() -> None:
    berlin = timezone(timedelta(hours=2))
    assert format_time(datetime(2026, 7, 1, 12, 0, 5, tzinfo=berlin)) == "2026-07-01 10:00:05 UTC"
