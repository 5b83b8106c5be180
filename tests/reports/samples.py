"""Batches as the engine gives them, for the tests of the reports."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import (
    Artifact,
    ArtifactKind,
    AssertionResult,
    Attempt,
    Batch,
    ConsoleMessage,
    Error,
    Network,
    NetworkRequest,
    Picture,
    Run,
    SourceExcerpt,
    StepResult,
    WebVitals,
)
from tracer_runner.model.status import RunStatus, StepStatus, worst

START = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////"
    "////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z"
)
FILE = "journeys/checkout.py"
SHOP = "http://127.0.0.1:8700"

PASSED, FAILED, SKIPPED, DEGRADED = StepStatus.PASSED, StepStatus.FAILED, StepStatus.SKIPPED, StepStatus.DEGRADED


def batch_of(*runs: Run, **fields: Any) -> Batch:
    """A batch of these runs; its status is the worst of theirs."""
    given: dict[str, Any] = {
        "id": "bat_01m86a5h1febsvrdf84byaen14",
        "version": "0.1.0",
        "status": worst(run.status for run in runs),
        "started_at": START,
        "finished_at": START + timedelta(seconds=9.4),
        "runs": runs,
        "metadata": {"commit": "4f2a91c07be3", "branch": "main", "ci_url": "https://ci.example.com/jobs/481"},
        "platform": "Linux x86_64",
    }
    return Batch(**given | fields)


def run_of(*attempts: Attempt, **fields: Any) -> Run:
    """A run of these attempts."""
    status = attempts[-1].status if attempts else RunStatus.ERROR
    given: dict[str, Any] = {
        "id": "run_01m86a5h1febsvrdf84byaen15",
        "journey": "checkout",
        "name": "Checkout",
        "source": SourceRef(file=FILE, line=14),
        "function": "checkout",
        "tags": ("smoke", "shop"),
        "browser": "chromium",
        "status": status,
        "flaky": status is RunStatus.PASSED and any(each.status is RunStatus.FAILED for each in attempts),
        "started_at": START,
        "finished_at": START + timedelta(seconds=5),
        "attempts": attempts,
        "error": attempts[-1].error if attempts else None,
    }
    return Run(**given | fields)


def attempt_of(steps: Iterable[StepResult] = (), **fields: Any) -> Attempt:
    """An attempt; its error is that of its first broken step."""
    steps = tuple(steps)
    error = next((step.error for step in steps if step.error), None)
    given: dict[str, Any] = {
        "number": 1,
        "status": RunStatus.FAILED if error else RunStatus.PASSED,
        "started_at": START,
        "finished_at": START + timedelta(seconds=5),
        "duration_ms": 4200,
        "steps": steps,
        "error": error,
        "browser_version": "141.0.7390.37",
    }
    return Attempt(**given | fields)


def step_of(index: int, name: str, **fields: Any) -> StepResult:
    """A step of a second, after those before it."""
    given: dict[str, Any] = {
        "index": index,
        "name": name,
        "status": PASSED,
        "source": SourceRef(file=FILE, line=20 + 3 * index),
        "offset_ms": index * 1000,
        "duration_ms": 900,
    }
    return StepResult(**given | fields)


def error_of(message: str = "Expected the order number to start with LS-.", **fields: Any) -> Error:
    """An assertion that did not hold in the step `Pay / Confirm`."""
    given: dict[str, Any] = {
        "class": "AssertionError",
        "message": message,
        "expected": "LS-1042",
        "actual": "ERR-1042",
        "step": "Pay / Confirm",
        "source": SourceExcerpt(
            file=FILE,
            line=31,
            first_line=29,
            lines=(
                '    with step("Confirm"):',
                '        order = page.get_by_test_id("order-number").inner_text()',
                '        assert order.startswith("LS-")',
                '    with step("Show recommendations", soft=True):',
            ),
        ),
        "page_url": f"{SHOP}/orders/new",
        "traceback": f'{FILE}:31 in checkout\n    assert order.startswith("LS-")',
        "hint": "Look at the order service: the page shows its error number.",
    }
    return Error(**given | fields)


def passed_run(**fields: Any) -> Run:
    """A journey of two steps, both fine."""
    steps = [step_of(0, "Open the shop", page_url=SHOP, page_title="Lamp shop"), step_of(1, "Search for a lamp")]
    given: dict[str, Any] = {"id": "run_passed", "journey": "search", "name": "Search", "function": "search"}
    return run_of(attempt_of(steps), **given | fields)


def failed_run(**fields: Any) -> Run:
    """A journey that broke in a step of a step, with everything that was seen."""
    error = error_of()
    picture = "checkout/attempt-1/3.jpg"
    steps = [
        step_of(0, "Open the shop", budget_ms=2000, screenshot="checkout/attempt-1/0.jpg", evidence_ms=80),
        step_of(1, "Log in", tries=2, assertions=(held(),)),
        step_of(2, "Pay", status=FAILED, error=error, duration_ms=1900),
        step_of(
            3, "Confirm", status=FAILED, error=error, parent=2, depth=1, offset_ms=2400, screenshot=picture,
            assertions=(broken_assertion(),), page_url=f"{SHOP}/orders/new", page_title="Order",
        ),
        step_of(4, "Show recommendations", status=SKIPPED, soft=True, duration_ms=0, offset_ms=0),
    ]  # fmt: skip
    attempt = attempt_of(
        steps,
        other_errors=(error_of("The cart could not be emptied.", step=None, expected=None, actual=None),),
        warnings=("time.sleep blocked its neighbours for 1.4 s; use page.wait_for_timeout instead.",),
        console=(
            ConsoleMessage(
                type="error", text="Failed to load resource", url=f"{SHOP}/api/orders", line=0, offset_ms=2500
            ),
            ConsoleMessage(type="log", text="cart: 1 lamp", offset_ms=1200),
        ),
        network=network(),
        vitals=(WebVitals(url=SHOP, lcp_ms=2600, fcp_ms=900, ttfb_ms=1900, inp_ms=180, cls=0.05),),
        artifacts=(
            Artifact(kind=ArtifactKind.SCREENSHOT, path="checkout/attempt-1/0.jpg", size=len(JPEG), step=0),
            Artifact(kind=ArtifactKind.SCREENSHOT, path=picture, size=len(JPEG), step=3),
            Artifact(kind=ArtifactKind.TRACE, path="checkout/attempt-1/trace.zip", size=482_000),
            Artifact(kind=ArtifactKind.VIDEO, path="checkout/attempt-1/video.webm", size=911_000),
        ),
        output="bought LS-lamp\n",
    )
    return run_of(attempt, **{"id": "run_failed"} | fields)


def error_run(**fields: Any) -> Run:
    """A journey that never began."""
    error = Error(class_="MissingSecret", message="The secret SHOP_PASSWORD is not set.", hint="Set it in .env.")
    given: dict[str, Any] = {"id": "run_error", "journey": "login", "name": "Log in", "function": "log_in"}
    return run_of(**given | {"status": RunStatus.ERROR, "error": error} | fields)


def degraded_run(**fields: Any) -> Run:
    """A journey that passed too slowly."""
    slow = step_of(0, "Open the catalogue", status=DEGRADED, budget_ms=1500, duration_ms=2400)
    attempt = attempt_of([slow], status=RunStatus.DEGRADED)
    return run_of(
        attempt, **{"id": "run_slow", "journey": "catalogue", "name": "Catalogue", "function": "catalogue"} | fields
    )


def flaky_run(**fields: Any) -> Run:
    """A journey that passed on its second attempt."""
    first = attempt_of(
        [step_of(0, "Subscribe", status=FAILED, error=error_of("The button did not answer.", step="Subscribe"))]
    )
    second = attempt_of([step_of(0, "Subscribe")], number=2)
    return run_of(
        first,
        second,
        **{"id": "run_flaky", "journey": "newsletter", "name": "Newsletter", "function": "newsletter"} | fields,
    )


def cancelled_run(**fields: Any) -> Run:
    """A journey somebody stopped."""
    attempt = attempt_of([step_of(0, "Open", status=StepStatus.CANCELLED)], status=RunStatus.CANCELLED)
    return run_of(
        attempt, **{"id": "run_cancelled", "journey": "returns", "name": "Returns", "function": "returns"} | fields
    )


def held() -> AssertionResult:
    """An assertion that held."""
    return AssertionResult(type="expect.to_be_visible", passed=True, message="“Welcome, Ada” is visible.")


def broken_assertion() -> AssertionResult:
    """One that did not."""
    return AssertionResult(
        type="assert",
        passed=False,
        message="order.startswith('LS-')",
        expected="LS-1042",
        actual="ERR-1042",
        source=SourceRef(file=FILE, line=31),
    )


def network() -> Network:
    """Three requests, one of them refused by the server."""
    first = {"blocked_ms": 2, "dns_ms": 1, "connect_ms": 12, "tls_ms": 8, "wait_ms": 90, "receive_ms": 15}
    entries = (
        request_of("/", resource_type="document", offset_ms=10, duration_ms=120, bytes=5_100, **first),
        request_of("/lamp.jpg", resource_type="image", offset_ms=140),
        request_of("/api/orders", method="POST", status=502, resource_type="fetch", offset_ms=2400),
    )
    return Network(requests=3, failed=1, bytes=61_400, entries=entries)


def request_of(path: str, **fields: Any) -> NetworkRequest:
    """A request to the shop that was answered."""
    given: dict[str, Any] = {"method": "GET", "url": f"{SHOP}{path}", "status": 200, "duration_ms": 60}
    return NetworkRequest(**given | fields)


def everything() -> Batch:
    """One run of each ending."""
    return batch_of(passed_run(), failed_run(), error_run(), degraded_run(), flaky_run(), cancelled_run())


def keep_pictures(batch: Batch, *, folder: Path, data: bytes = JPEG) -> None:
    """Write a file for every artifact of the batch into `folder`."""
    for run in batch.runs:
        for attempt in run.attempts:
            for artifact in attempt.artifacts:
                target = folder / artifact.path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)


def looks_different(*, step: str | None = "Look", line: int = 31) -> tuple[Error, AssertionResult]:
    """A page that looks different: the error, and the assertion with its three pictures."""
    message = "It looks different: 9.0 % of the pixels differ (900)."
    error = error_of(message, step=step, expected=None, actual=None)
    result = AssertionResult(
        type="check.visual",
        passed=False,
        message=message,
        pictures=tuple(Picture(title=title, path=f"{title}.png") for title in ("expected", "actual", "difference")),
        source=SourceRef(file=FILE, line=line),
    )
    return error, result
