"""Step functions are followed into the modules of the journeys folder."""

from __future__ import annotations

import pytest

from .journey_files import JourneyFiles, tree

LOG_IN = '@step("Log in")\ndef log_in(page): ...'


def steps(files: JourneyFiles, path: str, imports: str, call: str) -> list[str]:
    files.write(path, f'{imports}\n@journey("One")\ndef one(page):\n    {call}')
    (journey,) = files.read(path)
    return tree(journey.steps)


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("from shop_steps import log_in", "log_in(page)"),
        ("from shop_steps import log_in as enter", "enter(page)"),
        ("import shop_steps", "shop_steps.log_in(page)"),
        ("import shop_steps as steps", "steps.log_in(page)"),
        ("from shop_steps import *", "log_in(page)"),
        ("from .shop_steps import log_in", "log_in(page)"),
        ("from . import shop_steps", "shop_steps.log_in(page)"),
        ("try:\n    from shop_steps import log_in\nexcept ImportError:\n    log_in = None", "log_in(page)"),
        ("", "from shop_steps import log_in; log_in(page)"),
    ],
)
def test_a_module_beside_the_journey_is_followed(files: JourneyFiles, imports: str, call: str) -> None:
    files.write("journeys/shop/shop_steps.py", LOG_IN)
    assert steps(files, "journeys/shop/one.py", imports, call) == ["Log in"]


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("from shared.steps import log_in", "log_in(page)"),
        ("import shared.steps", "shared.steps.log_in(page)"),
        ("from shared import steps", "steps.log_in(page)"),
        ("from shared import log_in", "log_in(page)"),
        ("from ..shared.steps import log_in", "log_in(page)"),
    ],
)
def test_a_package_of_the_journeys_folder_is_followed(files: JourneyFiles, imports: str, call: str) -> None:
    files.write("journeys/shared/__init__.py", "from .steps import log_in")
    files.write("journeys/shared/steps.py", LOG_IN)
    assert steps(files, "journeys/shop/one.py", imports, call) == ["Log in"]


def test_a_folder_without_init_is_a_package_too(files: JourneyFiles) -> None:
    files.write("journeys/shared/steps.py", LOG_IN)
    assert steps(files, "journeys/one.py", "from shared.steps import log_in", "log_in(page)") == ["Log in"]


def test_what_stands_beside_the_file_comes_before_the_root(files: JourneyFiles) -> None:
    files.write("journeys/steps.py", '@step("Far")\ndef log_in(page): ...')
    files.write("journeys/shop/steps.py", '@step("Near")\ndef log_in(page): ...')
    assert steps(files, "journeys/shop/one.py", "from steps import log_in", "log_in(page)") == ["Near"]


def test_the_helpers_own_calls_are_followed(files: JourneyFiles) -> None:
    files.write("journeys/forms.py", '@step("Fill in")\ndef fill(page): ...')
    files.write("journeys/steps.py", 'import forms\n@step("Log in")\ndef log_in(page):\n    forms.fill(page)')
    assert steps(files, "journeys/one.py", "from steps import log_in", "log_in(page)") == ["Log in", "  Fill in"]


def test_modules_that_import_one_another_in_a_circle_are_read(files: JourneyFiles) -> None:
    files.write("journeys/a.py", "from b import log_in", header="")
    files.write("journeys/b.py", "from a import log_in", header="")
    assert steps(files, "journeys/one.py", "from a import log_in", "log_in(page)") == []


def test_installed_packages_are_not_followed(files: JourneyFiles) -> None:
    imports = "import json\nfrom textwrap import dedent"
    assert steps(files, "journeys/one.py", imports, "json.dumps(1); dedent('')") == []


def test_nothing_above_the_journeys_folder_is_followed(files: JourneyFiles) -> None:
    files.write("outside.py", LOG_IN)
    assert steps(files, "journeys/one.py", "from ..outside import log_in", "log_in(page)") == []


def test_faults_of_a_module_are_told_at_its_own_place_and_once(files: JourneyFiles) -> None:
    files.write("journeys/shop_steps.py", '@step("Log in", timeout="soon")\ndef log_in(page): ...')
    for name in ("one", "two"):
        files.write(
            f"journeys/{name}.py",
            f'from shop_steps import log_in\n@journey("J {name}")\ndef {name}(page): log_in(page)',
        )
    (fault,) = files.faults()
    assert fault.startswith("journeys/shop_steps.py:2: step timeout='soon'")


def test_a_module_that_cannot_be_parsed_is_a_fault_also_where_nothing_of_it_is_called(files: JourneyFiles) -> None:
    files.write("helpers/broken.py", "def x(:\n", header="")
    files.write("helpers/one.py", 'import broken\n@journey("One")\ndef one(page): ...')
    (fault,) = files.faults("helpers/one.py")
    assert fault.startswith("helpers/broken.py:1: ")
