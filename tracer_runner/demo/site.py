"""The whole shop as one function from request to response, faults included."""

from __future__ import annotations

import math

from tracer_runner.demo.api import Api
from tracer_runner.demo.catalog import load_catalog
from tracer_runner.demo.exchange import Refusal, Request, Response
from tracer_runner.demo.files import CONTENT_TYPES, file_response, load_files
from tracer_runner.demo.pages import Pages

API, FILES, PICTURES = "/api/", "/static/", "/pictures/"
ICONS = frozenset({"/favicon.svg", "/favicon.ico"})


class Site:
    """The shop without its sockets."""

    def __init__(self) -> None:
        self._catalog = load_catalog()
        self._files = load_files()
        self._api = Api(self._catalog)
        self._pages = Pages(self._catalog, has_order=self._api.has_order)

    def answer(self, request: Request) -> Response:
        """The response to a request."""
        if request.path.startswith(API):
            return self._answer_api(request)
        if request.path.startswith(PICTURES):
            return self._answer_picture(request)
        if request.path.startswith(FILES) or request.path in ICONS:
            name = "favicon.svg" if request.path in ICONS else request.path.removeprefix(FILES)
            return self._files.get(name) or _no_file()
        if request.under("http-500"):
            return self._pages.trouble(request, status=500, heading="We are closed", text="The shop has a fault.")
        return self._pages.answer(request)

    def refuse_page(self, request: Request, *, text: str) -> Response:
        """The page for a request that cannot be understood."""
        return self._pages.trouble(request, status=400, heading="We did not understand", text=text)

    def _answer_api(self, request: Request) -> Response:
        if request.under("api-500"):
            return Refusal(500, "broken", "The shop has a fault. Please try again later.").as_response()
        return self._api.answer(request)

    def _answer_picture(self, request: Request) -> Response:
        lamp_id = request.path.removeprefix(PICTURES).removesuffix(".svg")
        picture = self._catalog.picture(lamp_id)
        if picture is None or request.under("broken-image"):
            return _no_file()
        return file_response(picture, content_type=CONTENT_TYPES["svg"])


def is_page(path: str) -> bool:
    """Whether a path is one of a page, and not of something a page loads."""
    return not path.startswith((API, FILES, PICTURES)) and path not in ICONS


def seconds_to_wait(request: Request) -> float:
    """How long a fault keeps this request waiting; infinite: it is never answered."""
    if request.under("slow") and request.fault and is_page(request.path):
        return request.fault.seconds
    if request.under("hanging-request") and request.method == "GET" and request.path.startswith("/api/products"):
        return math.inf
    return 0


def _no_file() -> Response:
    return Response(404, b"There is no such file.\n")
