"""What plugins register is looked at when they do."""

from __future__ import annotations

from pathlib import Path

from .distributions import faults_of


def test_a_class_in_place_of_an_object_and_a_config_that_is_no_model_are_told(tmp_path: Path) -> None:
    file = tmp_path / "classes.py"
    file.write_text(CLASSES)
    assert faults_of(file) == [
        "The channel type Pigeon of project:classes is a class: give Pigeon().",
        "The channel type 'pigeon' of project:classes has config without a pydantic model.",
    ]


CLASSES = """
from tracer_runner.hooks import hookimpl

class Pigeon:
    name = title = "pigeon"
    config = dict
    def send(self, message, client, *, config): ...

@hookimpl
def tracer_register_channels():
    yield Pigeon
    yield Pigeon()
"""
