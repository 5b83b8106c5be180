"""What is read of a journey beside its steps."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.model.record import SourceRef

from .journey_files import JourneyFiles


def test_reading_a_journey_executes_nothing_of_it(files: JourneyFiles, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.touch()
    journey = files.journey(f"""
        import os, sys
        os.remove({str(victim)!r})
        sys.exit(3)

        @journey("Bad manners")
        def bad(page): ...
    """)
    assert journey.name == "Bad manners"
    assert victim.exists()


def test_every_option_is_read(files: JourneyFiles) -> None:
    journey = files.journey("""
        @journey(
            "Checkout",
            id="buy-a-lamp",
            tags=["Smoke", "shop", "smoke"],
            cron="*/5 * * * *",
            timezone="Europe/Berlin",
            locations=["us-east", "eu-west"],
            params={"base_url": "http://127.0.0.1:8700", "count": -1, "who": None},
            secrets=["SHOP_PASSWORD"],
            browser="firefox",
            device="iPhone 15",
            context={"locale": "de-DE"},
            timeout="90s",
            retries=2,
            owner="shop team",
            runbook="https://example.com/runbook",
            idempotent=True,
        )
        def checkout(page): ...
    """)
    assert (journey.key, journey.function, journey.name) == ("buy-a-lamp", "checkout", "Checkout")
    assert journey.tags == ("smoke", "shop")
    assert (journey.cron, journey.timezone, journey.every) == ("*/5 * * * *", "Europe/Berlin", None)
    assert journey.locations == ("us-east", "eu-west")
    assert journey.params == {"base_url": "http://127.0.0.1:8700", "count": -1, "who": None}
    assert journey.secrets == ("SHOP_PASSWORD",)
    assert (journey.browser, journey.device, journey.context) == ("firefox", "iPhone 15", {"locale": "de-DE"})
    assert (journey.timeout, journey.retries, journey.idempotent) == (90.0, 2, True)
    assert (journey.owner, journey.runbook) == ("shop team", "https://example.com/runbook")


def test_the_key_is_the_functions_name_where_no_id_is_given(files: JourneyFiles) -> None:
    assert files.journey('@journey("Checkout", every="5m")\ndef check_out(page): ...').key == "check_out"


@pytest.mark.parametrize("call", ["journey()", "journey(None)", 'journey(tags=["a"])'])
def test_a_journey_without_a_name_is_called_by_its_function_in_words(files: JourneyFiles, call: str) -> None:
    assert files.journey(f"@{call}\ndef open_the_shop(page): ...").name == "Open the shop"


def test_the_name_may_be_a_keyword(files: JourneyFiles) -> None:
    assert files.journey('@journey(name="Shop")\ndef one(page): ...').name == "Shop"


def test_the_description_is_the_functions_docstring_else_the_files(files: JourneyFiles) -> None:
    files.write(
        "journeys/two.py",
        '''
        """About this file."""
        from tracer_runner import journey

        @journey("One")
        def one(page):
            """About one.

            More of it.
            """

        @journey("Two")
        def two(page): ...
        ''',
        header="",
    )
    assert [journey.description for journey in files.read()] == ["About one.\n\nMore of it.", "About this file."]


def test_places_start_at_the_project(files: JourneyFiles, tmp_path: Path) -> None:
    path = files.write("journeys/shop/buy.py", '@journey("Buy")\ndef buy(page): ...')
    (journey,) = files.read()
    assert journey.source == SourceRef(file="journeys/shop/buy.py", line=2)
    assert journey.location == "journeys/shop/buy.py::buy"
    assert journey.path == str(path)
    assert journey.root == str(tmp_path / "journeys")


def test_outside_of_the_journeys_folder_the_root_is_the_files_own(files: JourneyFiles, tmp_path: Path) -> None:
    files.write("checks/buy.py", '@journey("Buy")\ndef buy(page): ...')
    (journey,) = files.read("checks")
    assert journey.root == str(tmp_path / "checks")


def test_arguments_of_the_journey_and_of_its_cleanups_are_kept_apart(files: JourneyFiles) -> None:
    journey = files.journey("""
        @journey("One")
        def one(page, *, params, attempts=3): ...

        @one.cleanup
        def empty_cart(request, params): ...

        @one.cleanup
        def log_out(page, request): ...
    """)
    assert journey.arguments == ("page", "params")
    assert journey.cleanup_arguments == ("request", "params", "page")


def test_arguments_of_plugins_are_known(files: JourneyFiles) -> None:
    assert files.journey('@journey("One")\ndef one(mailbox): ...', arguments={"mailbox"}).arguments == ("mailbox",)


@pytest.mark.parametrize(
    "code",
    [
        'from tracer_runner import journey as j, step as part\n@j("One")\ndef one(page):\n    with part("A"): ...',
        'import tracer_runner\n@tracer_runner.journey("One")\ndef one(page):\n    with tracer_runner.step("A"): ...',
        'import tracer_runner as t\n@t.journey("One")\ndef one(page):\n    with t.step("A"): ...',
        'from tracer_runner import *\n@journey("One")\ndef one(page):\n    with step("A"): ...',
        'from words import test, step\n@test("One")\ndef one(page):\n    with step("A"): ...',
    ],
)
def test_tracers_names_are_understood_however_they_are_imported(files: JourneyFiles, code: str) -> None:
    files.write("journeys/words.py", "from tracer_runner import journey as test, step", header="")
    files.write("journeys/one.py", code, header="")
    (journey,) = files.read("journeys/one.py")
    assert [step.name for step in journey.steps] == ["A"]


def test_a_step_of_somebody_else_is_none(files: JourneyFiles) -> None:
    files.write(
        "journeys/one.py",
        'from allure import step\n@journey("One")\ndef one(page):\n    with step("A"): ...',
        header="from tracer_runner import journey\n",
    )
    (journey,) = files.read()
    assert journey.steps == ()


def test_a_file_without_tracer_has_no_journeys_and_no_faults(files: JourneyFiles) -> None:
    files.write("journeys/data.py", "def journey(x): ...\n@journey\ndef one(): ...\n", header="")
    files.write("journeys/one.py", '@journey("One")\ndef one(page): ...')
    assert [journey.key for journey in files.read()] == ["one"]
