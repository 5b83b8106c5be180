"""What a journey reads is known before a run: assertions, params, secrets."""

from __future__ import annotations

import pytest

from tracer_runner.hooks.manager import load_registry
from tracer_runner.hooks.registry import Assertions

from .journey_files import JourneyFiles


def test_assertions_are_those_of_the_file_and_of_the_functions_used(files: JourneyFiles) -> None:
    files.write(
        "journeys/steps.py",
        """
        def look(): check.response_time()
        def never(): check.not_used()
        """,
    )
    journey = files.journey("""
        from steps import look

        @journey("One")
        def one(page):
            look()
            check.no_console_errors()

        def elsewhere():
            check.no_failed_requests()
    """)
    assert journey.checks == ("no_console_errors", "no_failed_requests", "response_time")


def test_a_parameter_called_check_is_not_tracers(files: JourneyFiles) -> None:
    journey = files.journey("""
        def look(check): check.mate()

        @journey("One")
        def one(page): look(page)
    """)
    assert journey.checks == ()


def test_params_are_read_in_the_journey_its_cleanups_and_functions(files: JourneyFiles) -> None:
    journey = files.journey("""
        def open_shop(page, params): page.goto(params.base_url)
        def unused(params): params.never

        @journey("One")
        def one(page, params):
            open_shop(page, params)
            later = lambda: params.path
            params["item"]
            params.get("maybe"), params.keys(), params.items(), params.values(), params.copy()
            other.not_mine

        @one.cleanup
        def tidy(request, params): request.delete(params.cart)
    """)
    assert journey.used_params == ("base_url", "cart", "item", "path")


def test_secrets_are_read_also_as_one_time_codes(files: JourneyFiles) -> None:
    journey = files.journey("""
        @journey("One", secrets=["PASSWORD", "SEED", "EXTRA"])
        def one(page, secrets):
            page.fill(secrets.PASSWORD)
            page.fill(secrets.totp("SEED"))
            secrets.get("MAYBE")
    """)
    assert journey.used_secrets == ("PASSWORD", "SEED")
    assert journey.secrets == ("PASSWORD", "SEED", "EXTRA")


def test_the_secrets_of_the_standard_library_are_none(files: JourneyFiles) -> None:
    journey = files.journey("""
        import secrets

        @journey("One")
        def one(page): page.fill(secrets.token_hex(8))
    """)
    assert journey.used_secrets == ()


def test_a_secret_that_is_not_declared_is_a_fault_where_it_is_read(files: JourneyFiles) -> None:
    files.write("journeys/steps.py", "def log_in(page, secrets): page.fill(secrets.SHOP_PASSWORD)")
    faults = files.faults_of("""
        from steps import log_in

        @journey("One", secrets=["OTHER"])
        def one(page, secrets):
            log_in(page, secrets)
            secrets.totp("SEED")
    """)
    assert faults == [
        (
            "journeys/one.py:7: the secret SEED is not declared; "
            'add "SEED" to secrets=[…] of @journey over one (journeys/one.py:4)'
        ),
        (
            "journeys/steps.py:2: the secret SHOP_PASSWORD is not declared; "
            'add "SHOP_PASSWORD" to secrets=[…] of @journey over one (journeys/one.py:4)'
        ),
    ]


def test_an_unknown_assertion_is_a_fault_where_it_stands(files: JourneyFiles) -> None:
    code = '@journey("One")\ndef one(page):\n    check.no_console_error()'
    assert files.faults_of(code, assertions=known()) == [
        'journeys/one.py:4: there is no check.no_console_error: did you mean "no_console_errors"?'
    ]
    assert files.faults_of(code) == []


def known() -> Assertions:
    return load_registry(warn=pytest.fail).assertions


def test_wrong_parameters_of_a_check_are_faults_before_anything_runs(files: JourneyFiles) -> None:
    code = """
        @journey("One")
        def one(page, request, params):
            check.web_vitals(lcpp="2s")
            check.response_time(less_than="soon")
            check.status_code(request.get("/"), equal=200)
            check.status_code(request.get("/"), equals="many", less_than=params.limit)
            check.json_path(request.get("/"), path="$.[", equals=params.total, exist=True)
    """
    assert files.faults_of(code, assertions=known()) == [
        'journeys/one.py:4: check.web_vitals: lcpp: web_vitals has no such parameter: did you mean "lcp"?',
        (
            "journeys/one.py:5: check.response_time: less_than: 'soon' is no duration; "
            'write "500ms", "15s", "5m", "1h" or a number of seconds'
        ),
        'journeys/one.py:6: check.status_code: equal: status_code has no such parameter: did you mean "equals"?',
        'journeys/one.py:8: check.json_path: exist: json_path has no such parameter: did you mean "exists"?',
    ]


def test_parameters_that_are_right_or_not_known_yet_are_no_faults(files: JourneyFiles) -> None:
    code = """
        LIMITS = {"equals": 200}

        @journey("One")
        def one(page, request, params):
            check.web_vitals(lcp="2s")
            check.response_time(less_than=params.limit)
            check.response_time(request.get("/"), less_than="800ms")
            check.status_code(request.get("/"), **LIMITS)
            check.status_code(request.get("/"), one_of=[200, 204])
            remembered = check.visual
            remembered(threshold="0.5%")
    """
    assert files.faults_of(code, assertions=known()) == []
