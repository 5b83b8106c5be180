"""The pages of the shop: one frame around each, filled in by the scripts in `static/`."""

from __future__ import annotations

import html
from collections.abc import Callable
from importlib import resources
from string import Template
from typing import Final

from tracer_runner.demo.catalog import Catalog
from tracer_runner.demo.exchange import Request, Response
from tracer_runner.demo.routing import Routes

TITLE, CHANGED_TITLE = "Lamp shop", "The lamp store"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HasOrder = Callable[..., bool]


class Pages:
    """Answers requests for pages."""

    def __init__(self, catalog: Catalog, *, has_order: HasOrder) -> None:
        self._catalog = catalog
        self._has_order = has_order
        self._frame = Template(resources.files("tracer_runner.demo").joinpath("static/page.html").read_text("utf-8"))

    def answer(self, request: Request) -> Response:
        """The page, or one that says what is wrong."""
        found = ROUTES.find(request.method, request.path)
        if found:
            function, parts = found
            return function(self, request, **parts)
        if ROUTES.methods(request.path):
            response = self.trouble(request, status=405, heading="Not like this", text="Pages can only be read.")
            return response.with_header("Allow", "GET, HEAD")
        return self._not_found(request)

    def trouble(self, request: Request, *, status: int, heading: str, text: str) -> Response:
        """A page that says what is wrong."""
        content = (
            f'<section class="notice"><h1>{html.escape(heading)}</h1><p>{html.escape(text)}</p>'
            '<p><a class="button" href="/">Back to the lamps</a></p></section>'
        )
        return self._page(request, script="trouble", name=heading, content=content, status=status)

    def home(self, request: Request) -> Response:
        return self._page(request, script="home")

    def lamp(self, request: Request, lamp: str) -> Response:
        found = self._catalog.find(lamp)
        return self._page(request, script="lamp", name=found.name) if found else self._not_found(request)

    def log_in(self, request: Request) -> Response:
        return self._page(request, script="login", name="Log in")

    def cart(self, request: Request) -> Response:
        return self._page(request, script="cart", name="Cart")

    def checkout(self, request: Request) -> Response:
        return self._page(request, script="checkout", name="Checkout")

    def order(self, request: Request, number: str) -> Response:
        if not self._has_order(request.session_id, number=number):
            return self._not_found(request)
        return self._page(request, script="order", name=f"Order {number}")

    def _not_found(self, request: Request) -> Response:
        return self.trouble(request, status=404, heading="It is dark here", text="There is no such page in this shop.")

    def _page(self, request: Request, *, script: str, name: str = "", content: str = "", status: int = 200) -> Response:
        shop = CHANGED_TITLE if request.under("changed-text") else TITLE
        page = self._frame.substitute(
            title=html.escape(f"{name} · {shop}" if name else shop),
            shop=html.escape(shop),
            fault=html.escape(request.fault.name if request.fault else ""),
            script=script,
            content=content or '<div class="waiting" role="status"><span class="quiet">Loading …</span></div>',
        )
        response = Response(status, page.encode(), "text/html; charset=utf-8")
        return response.with_header("Content-Security-Policy", POLICY)


ROUTES: Final[Routes[Callable[..., Response]]] = Routes(
    ("GET", "/", Pages.home),
    ("GET", "/lamps/{lamp}", Pages.lamp),
    ("GET", "/login", Pages.log_in),
    ("GET", "/cart", Pages.cart),
    ("GET", "/checkout", Pages.checkout),
    ("GET", "/orders/{number}", Pages.order),
)
