"""Steps are known before a run."""

from __future__ import annotations

import pytest

from .journey_files import JourneyFiles, tree


def test_steps_stand_in_the_order_and_depth_of_the_file(files: JourneyFiles) -> None:
    assert files.outline("""
        with step("Open"):
            page.goto("/")
            with step("Wait"):
                pass
        with step("Pay"):
            pass
    """) == ["Open", "  Wait", "Pay"]


def test_the_options_of_a_step_are_read(files: JourneyFiles) -> None:
    (step,) = files.journey("""
        @journey("One")
        def one(page):
            with step(
                "Open", timeout="15s", budget=2, soft=True, screenshot=False
            ): pass
    """).steps
    assert (step.timeout, step.budget, step.soft, step.retries) == (15.0, 2.0, True, 0)
    assert str(step.source) == "journeys/one.py:4"


def test_several_steps_of_one_with_stand_inside_each_other(files: JourneyFiles) -> None:
    assert files.outline("""
        with step("A") as a, page.expect_popup() as popup, step("B"):
            with step("C"): pass
    """) == ["A", "  B", "    C"]


def test_an_f_string_is_listed_as_its_pattern(files: JourneyFiles) -> None:
    body = """
        for p in products:
            with step(f"Buy {p.name!r:>9} of {len(products)}"): pass
        with step(f"Plain"): pass
        with step("a" "b"): pass
    """
    assert files.outline(body) == ["Buy {p.name} of {len(products)} (pattern repeats)", "Plain", "ab"]


@pytest.mark.parametrize(
    "body",
    [
        'for x in y:\n    with step("A"): pass',
        'while True:\n    with step("A"): pass',
        "[log_in(page) for x in y]",
        "{log_in(page) for x in y if x}",
        "{x: log_in(page) for x in y}",
        "any(log_in(page) for x in y)",
        "[x for x in y for z in log_in(page)]",
        "while log_in(page): pass",
    ],
)
def test_a_step_in_a_loop_is_listed_once_as_repeating(files: JourneyFiles, body: str) -> None:
    before = '@step("A")\ndef log_in(page): ...'
    assert files.outline(body, before=before) == ["A (repeats)"]


@pytest.mark.parametrize("body", ["for x in log_in(page): pass", "[x for x in log_in(page)]"])
def test_what_a_loop_goes_over_is_asked_for_once(files: JourneyFiles, body: str) -> None:
    assert files.outline(body, before='@step("A")\ndef log_in(page): ...') == ["A"]


@pytest.mark.parametrize(
    "body",
    [
        'if x:\n    with step("A"): pass',
        'if x: pass\nelif y:\n    with step("A"): pass',
        'if x: pass\nelse:\n    with step("A"): pass',
        'match x:\n    case 1:\n        with step("A"): pass',
        'try: pass\nexcept ValueError:\n    with step("A"): pass',
        "match x:\n    case 1 if log_in(page): pass",
        "log_in(page) if x else None",
        "None if x else log_in(page)",
        "x and log_in(page)",
        "x or y or log_in(page)",
        "assert x, log_in(page)",
        'for x in y: break\nelse:\n    with step("A"): pass',
    ],
)
def test_a_step_in_a_branch_is_optional(files: JourneyFiles, body: str) -> None:
    assert files.outline(body, before='@step("A")\ndef log_in(page): ...') == ["A (optional)"]


def test_what_always_runs_is_not_optional(files: JourneyFiles) -> None:
    assert files.outline(
        """
        try:
            with step("Body"): pass
        except ValueError: pass
        else:
            with step("Else"): pass
        finally:
            with step("Finally"): pass
        if ask("Test"): pass
        x = ask("First") or None
        y = 1 if ask("Condition") else 2
        match ask("Subject"):
            case _: pass
        """,
        before='def ask(q):\n    with step(f"{q}"): pass',
    ) == ["Body", "Else", "Finally", *["{q} (pattern)"] * 4]


def test_marks_hold_for_all_that_stands_inside(files: JourneyFiles) -> None:
    assert files.outline("""
        if x:
            with step("A"):
                with step("B"): pass
        with step("C"):
            for y in z:
                with step("D"): pass
    """) == ["A (optional)", "  B (optional)", "C", "  D (repeats)"]


def test_after_a_return_in_a_branch_the_rest_of_the_function_is_optional(files: JourneyFiles) -> None:
    before = """
        def log_in(page):
            with step("Look"):
                if page.known:
                    return
                with step("Say so"): pass
            with step("Fill in"): pass
    """
    body = 'log_in(page)\nwith step("Pay"): pass'
    assert files.outline(body, before=before) == ["Look", "  Say so (optional)", "Fill in (optional)", "Pay"]


def test_step_functions_bring_their_name_and_options_and_what_is_in_them(files: JourneyFiles) -> None:
    journey = files.journey("""
        @step("Log in", timeout="15s", retries=1)
        def log_in(page):
            with step("Submit"): pass

        @journey("One")
        def one(page):
            log_in(page)
            log_in(page)
    """)
    assert tree(journey.steps) == ["Log in", "  Submit", "Log in", "  Submit"]
    assert (journey.steps[0].timeout, journey.steps[0].retries) == (15.0, 1)
    assert str(journey.steps[0].source) == "journeys/one.py:2"


def test_plain_functions_are_followed_in_the_order_of_evaluation(files: JourneyFiles) -> None:
    before = "\n".join(
        f'def {name}(*args, **more):\n    with step("{name}"): pass\n' for name in ("a", "b", "c", "d", "e", "f")
    )
    assert files.outline("f(a(), *b(), x=c()); {d(): e()}", before=before) == list("abcfde")
    assert files.outline("box[a()] = b()", before=before) == list("ba")
    assert files.outline("page.locator(a()).filter(b())", before=before) == list("ab")
    assert files.outline('with step(f"Buy {a()}"): return b()', before=before) == ["a", "Buy {a()} (pattern)", "  b"]


def test_functions_inside_the_journey_are_followed_where_they_are_called(files: JourneyFiles) -> None:
    assert files.outline("""
        def inner():
            with step("Inner"): pass
        later = lambda: inner()
        with step("First"): pass
        inner()
    """) == ["First", "Inner"]


def test_a_function_passed_on_as_a_value_is_not_followed(files: JourneyFiles) -> None:
    assert files.outline("run.retry(log_in, page)", before='@step("A")\ndef log_in(page): ...') == []


@pytest.mark.parametrize(
    "body",
    [
        "log_in = make()\nlog_in(page)",
        "for log_in in y: log_in(page)",
        "with page.x() as log_in: log_in(page)",
        "[log_in(page) for log_in in y]",
        "def inner(log_in):\n    log_in(page)\ninner(1)",
    ],
)
def test_a_local_variable_hides_a_step_function_of_its_name(files: JourneyFiles, body: str) -> None:
    assert files.outline(body, before='@step("A")\ndef log_in(page): ...') == []


def test_a_function_that_calls_itself_is_listed_once_as_repeating(files: JourneyFiles) -> None:
    before = """
        @step("Open menu")
        def open_menu(page, n):
            with step("Click"): pass
            open_menu(page, n - 1)
    """
    assert files.outline("open_menu(page, 3)", before=before) == ["Open menu (repeats)", "  Click (repeats)"]


def test_functions_that_call_one_another_in_a_circle_end(files: JourneyFiles) -> None:
    before = """
        def ping(page):
            with step("Ping"): pass
            pong(page)

        def pong(page):
            with step("Pong"): pass
            ping(page)
    """
    body = 'ping(page)\nwith step("Then"): pass'
    assert files.outline(body, before=before) == ["Ping (repeats)", "Pong (repeats)", "Then"]


def test_a_step_entered_in_another_way_than_with_is_listed_without_what_is_in_it(files: JourneyFiles) -> None:
    assert files.outline("""
        stack.enter_context(step("A"))
        with step("B"): pass
    """) == ["A", "B"]


def test_cleanups_do_not_add_steps_to_the_journey(files: JourneyFiles) -> None:
    journey = files.journey("""
        @journey("One")
        def one(page):
            with step("A"): pass

        @one.cleanup
        def tidy(request):
            with step("Tidy"): pass
    """)
    assert tree(journey.steps) == ["A"]
