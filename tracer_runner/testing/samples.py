"""Records to look at and to report on. Keyword arguments replace fields: `sample_run(status=RunStatus.FAILED)`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tracer_runner.hooks.contracts import PageRequest
from tracer_runner.model.observation import Certificate, DnsAnswer, DnsRecord, HttpResponse
from tracer_runner.model.record import SourceRef
from tracer_runner.model.run import Attempt, Batch, ConsoleMessage, Error, NetworkRequest, Run, StepResult
from tracer_runner.model.status import GOOD, WORST_FIRST, RunStatus, StepStatus, worst
from tracer_runner.testing.page import FakePage

START = datetime(2026, 3, 4, 9, 15, tzinfo=UTC)
HOSTILE = "</script>\x00\x1b[31m\ud800 ]]> {{ 7 * 7 }} \"'<b>,;|`\u202e\r\n::error::" + "x" * 10_000
"""What a page may say to harm those who show it."""


def sample_run(**fields: Any) -> Run:
    """A run of one attempt and two steps that ended with `status`; one that is missed, or was never begun, has none."""
    status = RunStatus(fields.get("status", RunStatus.PASSED))
    error = None if status in GOOD else _error(status)
    never_began = status in {RunStatus.ERROR, RunStatus.MISSED}
    given: dict[str, Any] = {
        "id": f"run_{status}",
        "journey": f"checkout_{status}",
        "name": "Checkout",
        "source": SourceRef(file="journeys/checkout.py", line=14),
        "function": "checkout",
        "tags": ("smoke", "shop"),
        "browser": "chromium",
        "status": status,
        "started_at": START,
        "finished_at": START + timedelta(seconds=5),
        "attempts": () if never_began else (_attempt(status, error),),
        "error": error,
    }
    return Run(**given | fields)


def sample_batch(**fields: Any) -> Batch:
    """One run of each ending, one that is flaky, and one in which every text is hostile."""
    runs = [sample_run(status=status) for status in reversed(WORST_FIRST)]
    passed = runs[0]
    retried = (_attempt(RunStatus.FAILED, _error(RunStatus.FAILED)), _attempt(RunStatus.PASSED, None, number=2))
    runs.append(passed.model_copy(update={"id": "run_flaky", "flaky": True, "attempts": retried}))
    runs.append(_hostile(sample_run(status=RunStatus.FAILED, id="run_hostile")))
    given: dict[str, Any] = {
        "id": "bat_sample",
        "version": "0.1.0",
        "status": worst(run.status for run in runs),
        "started_at": START,
        "finished_at": START + timedelta(seconds=9),
        "runs": tuple(runs),
        "metadata": {"commit": "4f2a91c07be3", "branch": "main"},
        "platform": "Linux x86_64, Python 3.12",
    }
    return Batch(**given | fields)


def sample_response(**fields: Any) -> HttpResponse:
    """A short page."""
    given: dict[str, Any] = {
        "url": "https://shop.example.com/",
        "status": 200,
        "headers": (("Content-Type", "text/html; charset=utf-8"), ("Server", "lamp")),
        "body": b"<h1>Lamp shop</h1>",
        "elapsed_ms": 84.0,
    }
    return HttpResponse(**given | fields)


def sample_dns_answer(**fields: Any) -> DnsAnswer:
    """One address."""
    given: dict[str, Any] = {
        "name": "shop.example.com",
        "record_type": "A",
        "records": (DnsRecord(value="192.0.2.10", ttl=300),),
        "elapsed_ms": 12.0,
        "resolver": "192.0.2.53",
    }
    return DnsAnswer(**given | fields)


def sample_certificate(**fields: Any) -> Certificate:
    """Valid for thirty days from now on."""
    now = datetime.now(UTC)
    given: dict[str, Any] = {
        "subject": "shop.example.com",
        "issuer": "Example CA",
        "names": ("shop.example.com",),
        "not_before": now - timedelta(days=60),
        "not_after": now + timedelta(days=30),
        "serial_number": "0A1B",
        "protocol": "TLSv1.3",
        "cipher": "TLS_AES_128_GCM_SHA256",
    }
    return Certificate(**given | fields)


def odd_observations(subject: str) -> Sequence[Any]:
    """What an assertion of this subject must be able to look at without raising; empty for subjects of plugins."""
    return _ODD.get(subject, lambda: ())()


def _odd_pages() -> Sequence[Any]:
    message = ConsoleMessage(type="error", text=HOSTILE)
    lost = NetworkRequest(method="GET", url=HOSTILE, failure=HOSTILE)
    return (
        FakePage(url="about:blank"),  # expressions give None there, as null is in JavaScript
        FakePage(
            console=(message,),
            failed_requests=(lost,),
            requests=(PageRequest(HOSTILE, HOSTILE),),
            aria=HOSTILE,
            picture=b"",
        ),
    )


def _odd_responses() -> Sequence[Any]:
    bodies = (b"", b"\x00\xff\xfe", b'{"a":', b"[" * 5_000, b"null", b"<a", HOSTILE.encode("utf-8", "replace"))
    return (
        sample_response(status=599, headers=(), elapsed_ms=None),
        sample_response(headers=(("Content-Type", "text/html; charset=nonsense"), ("", HOSTILE))),
        *(sample_response(body=body, body_cut=True) for body in bodies),
    )


def _odd_answers() -> Sequence[Any]:
    return (
        sample_dns_answer(records=(), code="NXDOMAIN"),
        sample_dns_answer(records=(), code="SERVFAIL", resolver=None),
        sample_dns_answer(records=(DnsRecord(value=HOSTILE),), record_type="TXT"),
        sample_dns_answer(records=tuple(DnsRecord(value=f"192.0.2.{n}") for n in range(200))),
    )


def _odd_certificates() -> Sequence[Any]:
    return (
        sample_certificate(names=(), protocol=None, cipher=None, serial_number=""),
        sample_certificate(not_after=START, fault="certificate has expired"),
        sample_certificate(subject=HOSTILE, issuer=HOSTILE, names=(HOSTILE,), fault=HOSTILE),
    )


_ODD = {"page": _odd_pages, "http": _odd_responses, "dns": _odd_answers, "tls": _odd_certificates}


def _attempt(status: RunStatus, error: Error | None, *, number: int = 1) -> Attempt:
    ended = StepStatus(status)
    return Attempt(
        number=number,
        status=status,
        started_at=START,
        finished_at=START + timedelta(seconds=5),
        duration_ms=4200,
        steps=(
            StepResult(index=0, name="Open the shop", status=StepStatus.PASSED, duration_ms=900),
            StepResult(index=1, name="Pay", status=ended, offset_ms=900, duration_ms=3300, error=error),
        ),
        error=error,
        output="paid\n",
    )


def _error(status: RunStatus) -> Error:
    words: Mapping[RunStatus, tuple[str, str]] = {
        RunStatus.FAILED: ("AssertionError", "Expected the order number to start with LS-."),
        RunStatus.ERROR: ("MissingSecret", "The secret SHOP_PASSWORD is not set."),
        RunStatus.CANCELLED: ("Cancelled", "Somebody stopped it."),
        RunStatus.MISSED: ("Missed", "Its time passed without a worker."),
    }
    kind, message = words[status]
    return Error(class_=kind, message=message, step="Pay" if status is RunStatus.FAILED else None)


def _hostile(run: Run) -> Run:
    error = Error(class_="AssertionError", message=HOSTILE, expected=HOSTILE, actual=HOSTILE, step=HOSTILE)
    (attempt,) = run.attempts
    steps = tuple(step.model_copy(update={"name": whole(HOSTILE)}) for step in attempt.steps)
    told = attempt.model_copy(update={"steps": steps, "error": error, "output": whole(HOSTILE)})
    return run.model_copy(update={"name": whole(HOSTILE), "attempts": (told,), "error": error})


def whole(text: str) -> str:
    """As records keep text: without halves of characters."""
    return text.encode("utf-8", "replace").decode("utf-8")
