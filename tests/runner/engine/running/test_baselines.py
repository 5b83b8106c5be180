"""The baselines of one attempt, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tracer_runner.engine.running.baselines import Baselines, renewal_command
from tracer_runner.engine.running.scrubber import Scrubber
from tracer_runner.errors import MissingInput, UsageError
from tracer_runner.model.journey import Journey
from tracer_runner.model.record import SourceRef

VARIANT = "chromium-linux-1280x720"


class Attempt:
    """What the attempt around them knows."""

    def __init__(self, project: Path, *, updating: bool = False, secret: str = "") -> None:
        self.step: str | None = "Open the shop"
        self.tries = 0
        file = project / "journeys" / "shop.py"
        file.parent.mkdir(exist_ok=True)
        self.folder = file.parent / "baselines" / "checkout"
        self.baselines = Baselines(
            self.folder,
            project=project,
            renewal="tracer baselines update",
            updating=updating,
            scrubber=Scrubber([secret]),
            step=lambda: self.step,
            tries=lambda: self.tries,
        )

    def keep(self) -> dict[str, str]:
        return {path.rpartition("/")[2]: change for path, change in self.baselines.keep()}


def test_a_baseline_lies_beside_the_journeys_file_and_is_named_for_the_step(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path)
    found = attempt.baselines.find(None, suffix=".png", variant=VARIANT)
    assert found.shown == f"journeys/baselines/checkout/open-the-shop-{VARIANT}.png"
    assert found.renewal == "tracer baselines update"
    assert attempt.baselines.find("Home", suffix=".aria.yml").shown == "journeys/baselines/checkout/home.aria.yml"
    assert found.read() is None


def test_nothing_is_on_the_disk_before_the_attempt_has_ended_well(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path, updating=True)
    baseline = attempt.baselines.find(None, suffix=".aria.yml")
    baseline.write(b"- heading\n")
    assert baseline.read() == b"- heading\n"
    assert not attempt.folder.exists()
    assert attempt.keep() == {"open-the-shop.aria.yml": "new"}
    assert (attempt.folder / "open-the-shop.aria.yml").read_bytes() == b"- heading\n"


def test_what_became_of_each_is_told(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path, updating=True)
    attempt.folder.mkdir(parents=True)
    for name in ("same.yml", "other.yml", "not-written.yml", "left-over.yml", f"old-{VARIANT}.png", "old-firefox.png"):
        (attempt.folder / name).write_bytes(b"before")
    attempt.baselines.find("same", suffix=".yml").write(b"before")
    attempt.baselines.find("other", suffix=".yml").write(b"after")
    attempt.baselines.find("not written", suffix=".yml").read()
    attempt.baselines.find("none needed", suffix=".yml").read()
    attempt.baselines.find("new", suffix=".png", variant=VARIANT).write(b"picture")
    assert attempt.keep() == {
        "same.yml": "unchanged",
        "other.yml": "changed",
        "not-written.yml": "unchanged",
        f"new-{VARIANT}.png": "new",
        "left-over.yml": "unused",
        f"old-{VARIANT}.png": "unused",  # that of another browser may be used there
    }


def test_two_checks_that_keep_different_things_under_one_name_clash(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path, updating=True)
    attempt.baselines.find(None, suffix=".yml").write(b"one")
    attempt.baselines.find("Open the shop!", suffix=".yml").write(b"one")
    with pytest.raises(UsageError, match=r"open-the-shop\.yml: give one of them a name of its own"):
        attempt.baselines.find(None, suffix=".yml").write(b"two")


def test_a_step_that_is_tried_again_may_keep_something_else(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path, updating=True)
    attempt.baselines.find(None, suffix=".yml").write(b"half loaded")
    attempt.tries += 1
    attempt.baselines.find(None, suffix=".yml").write(b"loaded")
    attempt.keep()
    assert (attempt.folder / "open-the-shop.yml").read_bytes() == b"loaded"


def test_outside_of_any_step_it_is_called_page(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path)
    attempt.step = None
    assert attempt.baselines.find(None, suffix=".yml").shown.endswith("/page.yml")


def test_secrets_in_names_and_texts_are_masked(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path, updating=True, secret="hunter2")
    baseline = attempt.baselines.find("hunter2 at home", suffix=".yml")
    baseline.write(b"- text: hunter2\n")
    assert attempt.keep() == {"at-home.yml": "new"}
    assert (attempt.folder / "at-home.yml").read_bytes() == b"- text: ***\n"


def test_a_picture_on_which_a_secret_can_be_read_is_not_kept(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path, updating=True, secret="hunter2")
    baseline = attempt.baselines.find(None, suffix=".png", variant=VARIANT, shows_secret=lambda: True)
    with pytest.raises(MissingInput, match="a secret can be read") as caught:
        baseline.write(b"picture")
    assert "mask=" in str(caught.value.hint)
    assert attempt.keep() == {}


def test_what_cannot_be_read_is_told_with_the_reason(tmp_path: Path) -> None:
    attempt = Attempt(tmp_path)
    (attempt.folder / "open-the-shop.yml").mkdir(parents=True)
    with pytest.raises(MissingInput, match="cannot be read: Is a directory"):
        attempt.baselines.find(None, suffix=".yml").read()


def test_what_renews_a_baseline_has_the_inputs_of_the_run() -> None:
    source = SourceRef(file="journeys/shop.py", line=1)
    journey = Journey(key="checkout", name="Checkout", function="checkout", source=source, path="/x", root="/")
    overrides = {"word": "two lamps", "size": "3"}
    assert renewal_command(journey, environment="staging", overrides=overrides) == (
        "tracer baselines update journeys/shop.py::checkout --env staging -p 'word=two lamps' -p size=3"
    )
    assert renewal_command(journey, environment=None, overrides={}) == (
        "tracer baselines update journeys/shop.py::checkout"
    )
