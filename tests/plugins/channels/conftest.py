"""What tests of channels send with, and to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tracer_runner.testing import FakeClient, Receiver


@pytest.fixture
def client() -> Iterator[FakeClient]:
    client = FakeClient()
    yield client
    client.close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver
