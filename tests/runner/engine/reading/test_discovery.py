"""From paths to journeys."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tracer_runner.engine.reading.discovery import read_journeys
from tracer_runner.errors import LoadError

from .journey_files import JourneyFiles


def journey(key: str) -> str:
    return f'@journey("The {key}")\ndef {key}(page): ...\n'


def keys(files: JourneyFiles, *paths: str) -> list[str]:
    return [journey.key for journey in files.read(*paths)]


def test_a_folder_is_read_with_all_below_it_in_order(files: JourneyFiles) -> None:
    for path, key in {"b.py": "b", "a.py": "a", "shop/c.py": "c"}.items():
        files.write(f"journeys/{path}", journey(key))
    assert keys(files) == ["a", "b", "c"]
    assert keys(files, "journeys/shop") == ["c"]


def test_private_hidden_and_conftest_files_are_left_out(files: JourneyFiles) -> None:
    for path in ("_draft.py", ".hidden.py", "conftest.py", "__pycache__/x.py", ".git/y.py", "_old/z.py", "notes.txt"):
        files.write(f"journeys/{path}", journey("never"))
    files.write("journeys/one.py", journey("one"))
    assert keys(files) == ["one"]


def test_a_private_file_is_read_when_it_is_named(files: JourneyFiles) -> None:
    files.write("journeys/_draft.py", journey("draft"))
    assert keys(files, "journeys/_draft.py") == ["draft"]


def test_one_journey_is_named_by_its_key_or_its_function(files: JourneyFiles) -> None:
    files.write("journeys/two.py", journey("a") + '@journey("B", id="bee")\ndef b(page): ...\n')
    assert keys(files, "journeys/two.py::a") == ["a"]
    assert keys(files, "journeys/two.py::bee") == ["bee"]
    assert keys(files, "journeys/two.py::b", "journeys/two.py::a") == ["bee", "a"]


def test_a_journey_named_twice_is_read_once(files: JourneyFiles) -> None:
    files.write("journeys/one.py", journey("one"))
    assert keys(files, "journeys", "journeys/one.py", "journeys/../journeys/one.py::one") == ["one"]


def test_an_unknown_journey_of_a_file_is_told_with_the_nearest(files: JourneyFiles) -> None:
    files.write("journeys/one.py", journey("checkout"))
    assert files.faults("journeys/one.py::chekout") == [
        'journeys/one.py: there is no journey "chekout": did you mean "checkout"?'
    ]


def test_a_missing_path_is_told(files: JourneyFiles) -> None:
    files.write("journeys/one.py", journey("one"))
    assert files.faults("journeys/two.py", "journeys") == [
        "journeys/two.py: there is no such file or folder; check the path, or write a first journey with `tracer init`"
    ]


@pytest.mark.parametrize("path", ["journeys", "journeys/data.py"])
def test_a_path_without_journeys_is_told(files: JourneyFiles, path: str) -> None:
    files.write("journeys/data.py", "LAMPS = 3")
    assert files.faults(path) == [
        (
            f"{path}: no journeys found: "
            '@journey("Name") stands over no function here; write a journey, or give another path'
        )
    ]


def test_a_path_whose_files_have_faults_is_not_called_empty(files: JourneyFiles) -> None:
    files.write("journeys/one.py", "def one(:\n", header="")
    for path in ("journeys", "."):
        (fault,) = files.faults(path)
        assert fault.startswith("journeys/one.py:1: ")


def test_two_journeys_of_one_key_are_told_with_both_places(files: JourneyFiles) -> None:
    files.write("journeys/a.py", journey("checkout"))
    files.write("journeys/b.py", "\n" + '@journey("Other", id="checkout")\ndef other(page): ...\n')
    assert files.faults() == [
        (
            'journeys/b.py:2: the key "checkout" is taken by the journey at journeys/a.py:2; '
            'write @journey(…, id="…") over one'
        )
    ]
    assert keys(files, "journeys/b.py") == ["checkout"]


def test_paths_start_where_the_user_is(files: JourneyFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files.write("journeys/shop/one.py", journey("one"))
    monkeypatch.chdir(tmp_path / "journeys")
    (found,) = read_journeys(["shop"], settings=files.settings)
    assert found.source.file == "journeys/shop/one.py"


def test_outside_of_the_project_places_are_shown_as_given(
    files: JourneyFiles, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = JourneyFiles(tmp_path_factory.mktemp("elsewhere"))
    elsewhere.write("shop/one.py", "from steps import x\n" + journey("one") + "\n@step(3)\ndef y(): ...")
    elsewhere.write("shop/steps.py", "def x(:\n", header="")
    monkeypatch.chdir(tmp_path)
    given = os.path.relpath(elsewhere.project, tmp_path)
    with pytest.raises(LoadError) as caught:
        read_journeys([f"{given}/shop"], settings=files.settings)
    places = {fault.split(": ")[0] for fault in caught.value.faults}
    assert places == {f"{given}/shop/one.py:6", f"{given}/shop/steps.py:1"}


def test_without_paths_the_journeys_folder_is_read(files: JourneyFiles) -> None:
    files.write("journeys/one.py", journey("one"))
    assert [found.key for found in read_journeys([], settings=files.settings)] == ["one"]
