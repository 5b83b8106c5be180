"""What the recorder asks of the attempt around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tracer_runner.engine.running.evidence import Observation


class Watch(Protocol):
    """The attempt, as far as a recorder knows it."""

    def look(self, *, step: int, name: str, failed: bool, screenshot: bool) -> Observation:
        """Take the evidence of a step that ended. Never raises for a page that does not answer."""

    def secret_shown(self) -> None:
        """A secret was typed where it can be read: no film of it is kept."""

    def uses(self, page: Page) -> None:
        """The journey turns to this page."""

    def page_url(self) -> str | None:
        """Where the page in front is, as far as is known without asking it."""

    def lost(self) -> bool:
        """Whether there is something nobody has been told of; it stays to be told."""

    def loss(self, raised: BaseException | None = None) -> BaseException | None:
        """The crash, lost browser or listener's error that befell the attempt and nobody has been told of."""

    def settle(self) -> None:
        """Account for a stall before anybody is judged late."""
