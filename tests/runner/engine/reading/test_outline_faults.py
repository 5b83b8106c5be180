"""Everything wrong in a file is told at once, each with its line and what to write."""

from __future__ import annotations

from pathlib import Path

import pytest

from .journey_files import JourneyFiles, only

JOURNEY = '@journey("One")\ndef one(page): ...\n'


@pytest.mark.parametrize(
    ("code", "line", "text"),
    [
        # @journey
        ("@journey\ndef one(page): ...", 2, '@journey is not called; write @journey("Name")'),
        ('@journey("One")\nasync def one(page): ...', 3, "a journey is not async; write def, and leave out await"),
        ('@journey("One")\ndef one(page): yield', 3, "a journey does not yield; leave out yield"),
        ('@journey("One")\nclass One: ...', 2, "@journey stands over a class; write it over a function"),
        (
            'def make():\n    @journey("One")\n    def one(page): ...',
            3,
            "@journey is not at the top level of the file; move the function out, to the left margin",
        ),
        ('if 1:\n    @journey("One")\n    def one(page): ...', 3, "@journey is not at the top level"),
        ('class A:\n    @journey("One")\n    def one(self): ...', 3, "@journey is not at the top level"),
        ('def one(page): ...\nx = journey("One")(one)', 3, "journey(…) is not a decorator here"),
        ('@journey("A")\n@journey("B")\ndef one(page): ...', 3, "@journey stands twice over one function"),
        # its arguments
        ('@journey("One")\ndef one(pgae): ...', 3, 'there is no argument "pgae" for a journey: did you mean "page"?'),
        ('@journey("One")\ndef one(zebra): ...', 3, "known: browser, context, page, params, request, run, secrets"),
        ('@journey("One")\ndef one(*args): ...', 3, "*args: a journey asks for each argument by its name"),
        ('@journey("One")\ndef one(page, **more): ...', 3, "**more: a journey asks for each argument by its name"),
        ('@journey("One")\ndef one(page, /): ...', 3, "leave out the /"),
        # its options
        ('@journey("One", tag=["a"])\ndef one(): ...', 2, '@journey has no option "tag": did you mean "tags"?'),
        ('@journey("One", "Two")\ndef one(): ...', 2, "@journey takes only its name without a keyword"),
        ('@journey("One", name="Two")\ndef one(): ...', 2, "@journey is given its name twice"),
        ('@journey("One", **more)\ndef one(): ...', 2, "** in @journey: it is read without executing the file"),
        ("@journey(*names)\ndef one(): ...", 2, "name=*names of @journey is no literal"),
        (
            '@journey(\n    "One",\n    tags=TAGS,\n)\ndef one(): ...',
            4,
            "tags=TAGS of @journey is no literal: it is read without executing the file; write the value itself",
        ),
        ('@journey(f"One {x}")\ndef one(): ...', 2, "name= of @journey is an f-string; write the text itself"),
        ("@journey(3)\ndef one(): ...", 2, "@journey name=3: write its name as text"),
        ('@journey("  ")\ndef one(): ...', 2, "write its name as text"),
        ('@journey("One", id="no spaces")\ndef one(): ...', 2, "@journey id='no spaces': use letters, digits, _ and -"),
        ('@journey("One", tags="smoke")\ndef one(): ...', 2, "@journey tags='smoke': write a list"),
        ('@journey("One", tags=["so nice"])\ndef one(): ...', 2, "@journey tags: 'so nice' is no tag"),
        ('@journey("One", every="soon")\ndef one(): ...', 2, "is no duration; write"),
        ('@journey("One", every=0)\ndef one(): ...', 2, "@journey every=0: it is more than 0"),
        ('@journey("One", timeout=-3)\ndef one(): ...', 2, "@journey timeout=-3: it is more than 0"),
        ('@journey("One", retries=11)\ndef one(): ...', 2, "@journey retries=11: it is at most 10"),
        ('@journey("One", every="5m", cron="* * * * *")\ndef one(): ...', 2, "every and cron are both given"),
        ('@journey("One", cron="every day")\ndef one(): ...', 2, "is no cron line; write five fields"),
        (
            '@journey("One", cron="* * * * *", timezone="Europe/Belrin")\ndef one(): ...',
            2,
            'there is no time zone "Europe/Belrin": did you mean "Europe/Berlin"?',
        ),
        ('@journey("One", params=["a"])\ndef one(): ...', 2, "write names with values"),
        ('@journey("One", params={"base-url": 1})\ndef one(): ...', 2, "cannot be read as params.base-url"),
        ('@journey("One", params={"items": 1})\ndef one(): ...', 2, "is what params itself offers as params.items(…)"),
        ('@journey("One", params={"a": b"x"})\ndef one(): ...', 2, "\"a\" is b'x'; write text, a number"),
        ('@journey("One", secrets=["totp"])\ndef one(): ...', 2, "is what secrets itself offers as secrets.totp(…)"),
        (
            '@journey("One", browser="chrom")\ndef one(): ...',
            2,
            'there is no browser "chrom": did you mean "chromium"?',
        ),
        ('@journey("One", device="iPhone 5000")\ndef one(): ...', 2, 'there is no device "iPhone 5000"'),
        ('@journey("One", context={"local": "de"})\ndef one(): ...', 2, 'did you mean "locale"?'),
        ('@journey("One", context={"record_har_path": "x"})\ndef one(): ...', 2, 'write har = "on" or video = "on"'),
        # cleanups
        (JOURNEY + "@one.cleanup\nasync def tidy(): ...", 5, "a cleanup is not async"),
        (JOURNEY + "@one.cleanup\ndef tidy(pagee): ...", 5, 'there is no argument "pagee" for a cleanup'),
        (JOURNEY + "@one.cleanup()\ndef tidy(): ...", 4, "write @one.cleanup without parentheses"),
        (JOURNEY + "@ones.cleanup\ndef tidy(): ...", 4, 'there is no journey "ones" here; did you mean "one"?'),
        (JOURNEY + JOURNEY.replace('"One"', '"Two", id="two"'), 5, "another function is called one, in line 3"),
        # steps
        ('@journey("One")\ndef one():\n    with step(): ...', 4, 'a step has no name; write step("What it does")'),
        ('@journey("One")\ndef one():\n    with step(name): ...', 4, "name=name of step is no literal"),
        ('@journey("One")\ndef one():\n    with step("A", timeout=x): ...', 4, "timeout=x of step is no literal"),
        ('@journey("One")\ndef one():\n    with step("A", budget=f"{x}s"): ...', 4, "budget= of step is an f-string"),
        ('@journey("One")\ndef one():\n    with step("A", sfot=True): ...', 4, 'did you mean "soft"?'),
        ('@journey("One")\ndef one():\n    with step("A", soft="yes"): ...', 4, "step soft='yes': write true or false"),
        ('@journey("One")\ndef one():\n    with step("A", timeout="x"): ...', 4, "'x' is no duration"),
        ('@journey("One")\ndef one():\n    with step("A", retries=2): ...', 4, "lines under `with` cannot run twice"),
        ('@journey("One")\ndef one():\n    step("A")', 4, 'step(…) alone does nothing; write `with step("…"):`'),
        ("@step\ndef log_in(): ...\n" + JOURNEY, 2, '@step has no name; write @step("What it does")'),
        ('@step("A")\nasync def log_in(): ...\n' + JOURNEY, 3, "a step is not async"),
        ('@step("A")\ndef log_in(): yield 1\n' + JOURNEY, 3, "a step does not yield; return what it gives"),
        ('@step("A", retries="2")\ndef log_in(): ...\n' + JOURNEY, 2, "step retries='2': write a whole number"),
        # the file
        ("def one(:\n", 2, "def one(: (correct the syntax)"),
        ("x = 1\nreturn x\n", 3, "'return' outside function: return x (correct the syntax)"),
    ],
)
def test_a_fault_names_its_line_and_what_to_write(files: JourneyFiles, code: str, line: int, text: str) -> None:
    fault = only(files.faults_of(code))
    assert fault.startswith(f"journeys/one.py:{line}: ")
    assert text.lower() in fault.lower()


def test_all_faults_of_all_files_are_told_at_once_in_order(files: JourneyFiles) -> None:
    files.write("journeys/b.py", '@journey("B", tag=1)\ndef b(pgae): ...\n')
    files.write("journeys/a.py", 'x = 1\n@journey("A", retries=-1, owner=3)\ndef a(page): ...\n')
    places = [fault.split(": ")[0] for fault in files.faults()]
    assert places == ["journeys/a.py:3", "journeys/a.py:3", "journeys/b.py:2", "journeys/b.py:3"]


def test_a_file_that_is_not_utf_8_names_the_line(files: JourneyFiles, tmp_path: Path) -> None:
    (tmp_path / "one.py").write_bytes(b"x = 1\n# caf\xe9\n")
    assert files.faults("one.py") == ["one.py:2: this line is not UTF-8; save the file as UTF-8"]


def test_a_byte_order_mark_is_no_fault(files: JourneyFiles, tmp_path: Path) -> None:
    (tmp_path / "one.py").write_bytes(b"\xef\xbb\xbf" + b"from tracer_runner import journey\n" + JOURNEY.encode())
    assert files.faults("one.py") == []


def test_a_null_byte_is_a_fault(files: JourneyFiles, tmp_path: Path) -> None:
    (tmp_path / "one.py").write_bytes(b"x = 1\n\0\n")
    assert only(files.faults("one.py")).startswith("one.py:")


@pytest.mark.parametrize("expression", ["(" * 5000 + "1" + ")" * 5000, " + ".join(["x"] * 3000)])
def test_code_nested_too_deeply_is_a_fault(files: JourneyFiles, expression: str) -> None:
    assert "nested" in only(files.faults_of(f"x = 1\ny = {expression}\n{JOURNEY}"))


def test_warnings_of_the_parser_are_not_ours(files: JourneyFiles) -> None:
    assert files.faults_of('PATTERN = "\\d"\n' + JOURNEY) == []
