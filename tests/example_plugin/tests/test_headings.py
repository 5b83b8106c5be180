"""The assertion."""

from __future__ import annotations

from typing import ClassVar

from tracer_example.headings import Headings

from tracer_runner.testing import AssertionContract, FakePage


class TestHeadings(AssertionContract):
    assertion = Headings()
    passes: ClassVar = [({}, FakePage(value=1)), ({"at_least": 3}, FakePage(value=3))]
    fails: ClassVar = [({}, FakePage(value=0)), ({"at_least": 3}, FakePage(value=2))]
    refuses: ClassVar = [{"at_least": "many"}, {"at_least": -1}]
