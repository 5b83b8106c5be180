"""Logins: which one a journey means, and what is wrong with them."""

from __future__ import annotations

import pytest

from tests.runner.engine.reading.journey_files import JourneyFiles, only, tree

LOGIN = """
@login("customer", max_age="10m", timeout="20s", secrets=["PASSWORD"], params={"base_url": "http://shop.example"})
def sign_in(page, params, secrets):
    with step("Fill the form"):
        page.goto(params.base_url)
        page.fill("#password", secrets.PASSWORD)
"""
USER = """
@journey("Orders", login="customer")
def orders(page):
    with step("Open"):
        pass
"""


def test_a_login_of_the_same_file_is_found_with_its_options(files: JourneyFiles) -> None:
    login = files.journey(LOGIN + USER).signs_in
    assert login
    assert (login.function, login.max_age, login.timeout) == ("sign_in", 600, 20)
    assert (login.arguments, login.secrets, login.used_params) == (
        ("page", "params", "secrets"), ("PASSWORD",), ("base_url",),
    )  # fmt: skip


def test_a_login_of_another_file_of_the_folder_is_found(files: JourneyFiles) -> None:
    files.write("journeys/shared/logins.py", LOGIN)
    login = files.journey(USER).signs_in
    assert login
    assert login.source.file == "journeys/shared/logins.py"


def test_of_several_logins_of_one_name_the_nearest_is_meant(files: JourneyFiles) -> None:
    def found() -> str:
        (journey,) = files.read("journeys/shop/orders.py")
        assert journey.signs_in
        return journey.signs_in.source.file

    files.write("journeys/shop/orders.py", USER)
    files.write("journeys/logins.py", LOGIN)
    assert found() == "journeys/logins.py"
    files.write("journeys/shop/logins.py", LOGIN)
    assert found() == "journeys/shop/logins.py"
    files.write("journeys/bank/logins.py", LOGIN)
    files.write("journeys/shop/deep/other.py", LOGIN)
    assert found() == "journeys/shop/logins.py"
    files.write("journeys/shop/orders.py", LOGIN + USER)
    assert found() == "journeys/shop/orders.py"


def test_a_login_of_the_folder_around_goes_before_one_of_a_folder_beside(files: JourneyFiles) -> None:
    files.write("journeys/shop/orders/x.py", USER)
    files.write("journeys/bank/logins.py", LOGIN)
    files.write("journeys/shop/_logins.py", LOGIN)
    (journey,) = files.read("journeys/shop/orders/x.py")
    assert journey.signs_in
    assert journey.signs_in.source.file == "journeys/shop/_logins.py"


def test_what_is_wrong_in_files_without_this_login_is_no_concern(files: JourneyFiles) -> None:
    files.write("journeys/logins.py", LOGIN)
    files.write("journeys/wip.py", '@login("admin", maxage=1)\ndef a(page): ...\n(\n')
    assert files.faults_of(USER) == []


@pytest.mark.parametrize("later", ['@login("admin")\ndef sign_in(page): ...\n', "def sign_in(): ...\n"])
def test_a_login_hidden_by_a_later_function_of_its_name_is_told(files: JourneyFiles, later: str) -> None:
    assert "another function is called sign_in, in line 3" in only(
        files.faults_of("@login('customer')\ndef sign_in(page): ...\n" + later)
    )


def test_other_files_are_not_read_when_the_login_stands_in_the_same_one(files: JourneyFiles) -> None:
    files.write("journeys/broken.py", "login = (\n")
    assert files.faults_of(LOGIN + USER) == []


def test_what_a_login_checks_counts_for_its_journeys(files: JourneyFiles) -> None:
    files.write("journeys/logins.py", LOGIN + "    check.no_failed_requests()\n")
    assert files.journey(USER).checks == ("no_failed_requests",)


def test_signing_in_is_listed_as_a_step_that_may_not_be_needed(files: JourneyFiles) -> None:
    assert tree(files.journey(LOGIN + USER).steps) == [
        "Log in as customer (optional)", "  Fill the form (optional)", "Open",
    ]  # fmt: skip


def test_a_login_nobody_wrote_names_those_there_are(files: JourneyFiles) -> None:
    files.write("journeys/logins.py", LOGIN)
    fault = only(files.faults_of(USER.replace('login="customer"', 'login="custmer"')))
    assert fault == 'journeys/one.py:2: there is no login "custmer": did you mean "customer"?'


def test_without_any_login_the_fault_says_how_to_write_one(files: JourneyFiles) -> None:
    fault = only(files.faults_of(USER))
    assert fault.endswith('there is no login "customer": write @login("customer") over the function that signs in')


def test_two_logins_of_one_name_are_told_in_one_file_and_in_a_folder(files: JourneyFiles) -> None:
    other = LOGIN.replace("def sign_in", "def sign_in_again")
    assert "one.py:2 too; rename one" in only(files.faults_of(LOGIN + other + USER))
    files.write("journeys/a.py", LOGIN)
    files.write("journeys/b.py", LOGIN)
    assert only(files.faults_of(USER)) == 'journeys/b.py:2: the login "customer" is at journeys/a.py:2 too; rename one'


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("@login\ndef sign_in(page): ...", '@login is not called; write @login("Name")'),
        ("@login()\ndef sign_in(page): ...", 'a login has no name; write @login("customer")'),
        ('@login("c", max_age="soon")\ndef sign_in(page): ...', "@login max_age='soon'"),
        ('@login("c", max_age=0)\ndef sign_in(page): ...', "@login max_age=0"),
        ('@login("c", maxage=3)\ndef sign_in(page): ...', 'did you mean "max_age"?'),
        ('@login("c")\ndef sign_in(pgae): ...', 'there is no argument "pgae" for a login: did you mean "page"?'),
        ('@login("c")\nasync def sign_in(page): ...', "a login is not async"),
        ('@login("c")\ndef sign_in(page, secrets): secrets.PIN', "the secret PIN is not declared"),
        ('login("c")', 'login(…) is not a decorator here; write @login("Name") over a function'),
    ],
)
def test_what_is_wrong_with_a_login_is_told(files: JourneyFiles, code: str, told: str) -> None:
    assert told in only(files.faults_of(f'{code}\n@journey("A")\ndef a(page): ...\n'))


def test_a_login_and_a_storage_state_of_ones_own_exclude_each_other(files: JourneyFiles) -> None:
    code = LOGIN + USER.replace('login="customer"', 'login="customer", context={"storage_state": "state.json"}')
    assert "keep one of them" in only(files.faults_of(code))
