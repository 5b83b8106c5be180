"""`check.<name>(response, …)` in a journey, with the answers Playwright gives."""

from __future__ import annotations

from typing import Any

import pytest

from tracer_runner.engine.running.answers import as_certificate
from tracer_runner.model.status import RunStatus

pytestmark = pytest.mark.browser

JOURNEYS = """
    @journey("Requests", params={"site": "SITE"})
    def requests(request, params):
        answer = request.get(f"{params.site}/json")
        check.status_code(answer, equals=200)
        check.status_code(answer, one_of=[200, 204])
        check.status_code(answer, **{"in": [200]})
        check.response_time(answer, less_than="20s")
        check.body_contains(answer, value="lamps")
        check.body_regex(answer, pattern=r'"lamps": \\d')
        check.json_path(answer, path="$.lamps", equals=3)
        check.json_schema(answer, schema={"required": ["lamps"]})
        check.header_contains(answer, header="content-type", value="json")
        check.status_code(request.get(f"{params.site}/none"), equals=404)

    @journey("Pages", params={"site": "SITE"})
    def pages(page, params):
        answer = page.goto(f"{params.site}/")
        check.status_code(answer, equals=200)
        check.response_time(answer, less_than=20000)
        check.response_time(less_than=20)
        check.body_contains(answer, value="Site")
        moved = page.goto(f"{params.site}/moved").request.redirected_from.response()
        check.status_code(moved, equals=302)
        check.header_contains(moved, header="Location", value="/json")
        check.body_contains(moved, value="x")

    @journey("Fails", params={"site": "SITE"})
    def fails(request, params):
        answer = request.get(f"{params.site}/json")
        check.json_path(answer, path="$.lamps", equals=4)

    @journey("Has no TLS", params={"site": "SITE"})
    def plain(request, params):
        check.ssl_expiry(request.get(f"{params.site}/json"), greater_than=14)

    @journey("Misspelt", params={"site": "SITE"})
    def misspelt(request, params):
        answer = request.get(f"{params.site}/json")
        check.status_code(answer, equal=200)

    @journey("Faults", params={"site": "SITE"})
    def faults(request, params, run):
        answer = request.get(f"{params.site}/json")
        told = []
        for wrong in (
            lambda: check.status_code(answer, 200),
            lambda: check.status_code("text", equals=200),
            lambda: check.status_code(None, equals=200),
            lambda: check.status_code(equals=200),
            lambda: check.no_console_errors(answer),
            lambda: check.no_console_errors(),
            lambda: check.record_count(answer, equals=1),
            lambda: check.json_path(answer, path="lamps", equals=3),
            lambda: check.body_regex(answer, pattern="(?=x)"),
            lambda: getattr(check, "json_pth")(answer),
        ):
            try:
                wrong()
            except TypeError as fault:
                told.append(str(fault))
        run.artifact("\\n".join(told).encode(), name="told.txt")
"""
TOLD = """\
check.status_code takes one thing to look at, and parameters by keyword.
check.status_code cannot look at a str; give it a response, or nothing for the page in front.
check.status_code cannot look at None; give it a response, or nothing for the page in front.
check.status_code looks at an answer: check.status_code(response, …).
check.no_console_errors looks at the page: call it without a response.
check.no_console_errors looks at a page, and there is none here: add `page` to the arguments.
check.record_count looks at dns: declare it on a monitor.
check.json_path: path: a path begins with $: $.items[0].name
check.body_regex: pattern: patterns look neither ahead nor back (RE2): (?= at character 1
There is no check.json_pth; did you mean "json_path"?"""


@pytest.fixture(scope="module")
def runs(module_bench: Any, http_site: str) -> Any:
    """One run of each, side by side."""
    return module_bench.run(JOURNEYS.replace("SITE", http_site))


def test_answers_of_requests_are_looked_at_without_a_page(runs: Any) -> None:
    run = runs["requests"]
    assert run.status is RunStatus.PASSED, run.error
    assertions = run.attempts[-1].assertions
    assert [one.type for one in assertions][:2] == ["check.status_code", "check.status_code"]
    assert all(one.passed and one.expected and one.actual for one in assertions)


def test_answers_of_pages_are_looked_at_and_a_redirect_has_no_body_to_look_at(runs: Any) -> None:
    run = runs["pages"]
    assert [one.passed for one in run.attempts[-1].assertions] == [True] * 6 + [False]
    assert "/moved could not be read: " in run.error.message


def test_what_does_not_hold_is_the_error_of_the_run(runs: Any) -> None:
    error = runs["fails"].error
    assert (error.class_, error.expected, error.actual) == ("AssertionError", "equals 4", "3")
    assert error.message == "$.lamps is 3; expected a value that equals 4."


def test_an_answer_without_tls_has_no_certificate(runs: Any) -> None:
    run = runs["plain"]
    assert run.status is RunStatus.FAILED
    assert run.error.message.endswith("/json shows no certificate: it came without TLS, or the browser does not tell.")


def test_a_wrong_parameter_is_a_type_error_at_the_line_of_the_journey(runs: Any) -> None:
    error = runs["misspelt"].error
    assert error.class_ == "TypeError"
    assert error.message == 'check.status_code: equal: status_code has no such parameter: did you mean "equals"?'
    assert error.source.lines[error.source.line - error.source.first_line].strip() == (
        "check.status_code(answer, equal=200)"
    )


def test_every_wrong_call_says_what_to_write(runs: Any, module_bench: Any) -> None:
    (told,) = [one for one in runs["faults"].attempts[-1].artifacts if one.path.endswith("told.txt")]
    assert (module_bench.output / told.path).read_text(encoding="utf-8") == TOLD


class Secured:
    """An answer that came over TLS."""

    url = "https://127.0.0.1/"

    def __init__(self, **details: Any) -> None:
        self._details = details

    def security_details(self) -> dict[str, Any]:
        return self._details


def test_the_certificate_of_an_answer_is_what_the_browser_says_of_it() -> None:
    details = {"subjectName": "example.com", "issuer": "CA", "validFrom": 0, "validTo": 86400, "protocol": "TLS 1.3"}
    certificate = as_certificate(Secured(**details))  # type: ignore[arg-type]
    assert certificate is not None
    assert (certificate.subject, certificate.issuer, certificate.protocol) == ("example.com", "CA", "TLS 1.3")
    assert certificate.not_after.isoformat() == "1970-01-02T00:00:00+00:00"
    nameless = as_certificate(Secured(validTo=1))  # type: ignore[arg-type]
    assert nameless is not None
    assert nameless.subject == "127.0.0.1"
