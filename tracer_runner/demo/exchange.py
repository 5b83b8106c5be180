"""One request and its response, as the shop sees them: no sockets here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tracer_runner.demo.faults import Fault


@dataclass(frozen=True)
class Request:
    """What a visitor asks for."""

    method: str
    """`HEAD` comes as `GET`: the server leaves the body out."""
    path: str
    """Decoded."""
    query: Mapping[str, str] = field(default_factory=dict)
    content_type: str = ""
    body: bytes = b""
    session_id: str | None = None
    fault: Fault | None = None
    """The fault this request is under."""

    def under(self, name: str) -> bool:
        """Whether the fault of this name is switched on."""
        return self.fault is not None and self.fault.name == name

    def json_object(self) -> dict[str, Any]:
        """The JSON object of the body; an empty body is an empty object. Refusal when it is anything else."""
        if not self.body:
            return {}
        # A form on another site can send no JSON, so this also keeps such forms out.
        if self.content_type.partition(";")[0].strip().lower() != "application/json":
            raise Refusal(415, "not_json", "Send JSON, with the header Content-Type: application/json.")
        try:
            given = json.loads(self.body)
        except (ValueError, RecursionError) as fault:
            raise Refusal(400, "bad_json", "The body is no JSON.") from fault
        if not isinstance(given, dict):
            raise Refusal(400, "bad_json", "The body is no JSON object.")
        return given


@dataclass(frozen=True)
class Response:
    """What the visitor gets."""

    status: int
    body: bytes = b""
    content_type: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()

    def with_header(self, name: str, value: str) -> Response:
        """The same with one more header."""
        return replace(self, headers=(*self.headers, (name, value)))


class Refusal(Exception):
    """The API says no: an HTTP status, a code for programs and a message for people."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def as_response(self) -> Response:
        return json_response({"error": {"code": self.code, "message": self.message}}, status=self.status)


def json_response(data: Any, *, status: int = 200) -> Response:
    """A response with JSON in it."""
    body = json.dumps(data, separators=(",", ":")).encode()
    return Response(status, body, "application/json")


def text_of(given: Mapping[str, Any], *, field: str) -> str:
    """A text in a JSON object. Refusal when it is missing or no text."""
    value = given.get(field)
    if not isinstance(value, str):
        raise Refusal(400, "missing_field", f"{field} is missing, or no text.")
    return value
