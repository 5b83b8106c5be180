"""The JSON API of the shop, `/api/…`."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from typing import Any, Final

from tracer_runner.demo.catalog import Catalog, Lamp
from tracer_runner.demo.exchange import Refusal, Request, Response, json_response, text_of
from tracer_runner.demo.routing import Routes
from tracer_runner.demo.sessions import Line, Order, Session, SessionStore

EMAIL, PASSWORD, NAME = "ada@example.com", "engine", "Ada"
"""The one customer. The password is no secret: the shop prints it."""
RECOMMENDATIONS = 4
MOST_OF_ONE_LAMP = 99
MOST_ORDERS_KEPT = 50
FIRST_ORDER = 10_001
SESSION_COOKIE = "shop_session"


class Api:
    """Answers API requests; holds all that changes."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._sessions = SessionStore()
        self._order_numbers = itertools.count(FIRST_ORDER)
        self._payments = itertools.count(1)
        # Answers take microseconds, so one lock around each is simpler than, and as fast as, a lock per session.
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        """The response; a refusal is one as well. A session that is new or renewed sets its cookie."""
        with self._lock:
            session = self._sessions.look_up(request.session_id)
            try:
                function, parts = self._find(request)
                response = function(self, request, session, **parts)
            except Refusal as refusal:
                return self._refuse(refusal, path=request.path)
            if session.id and session.id != request.session_id:
                cookie = f"{SESSION_COOKIE}={session.id}; Path=/; HttpOnly; SameSite=Lax"
                return response.with_header("Set-Cookie", cookie)
            return response

    def has_order(self, session_id: str | None, *, number: str) -> bool:
        """Whether the visitor has an order of this number."""
        with self._lock:
            return self._sessions.look_up(session_id).find_order(number) is not None

    def _refuse(self, refusal: Refusal, *, path: str) -> Response:
        response = refusal.as_response()
        return response.with_header("Allow", ", ".join(ROUTES.methods(path))) if refusal.status == 405 else response

    def _find(self, request: Request) -> tuple[Callable[..., Response], dict[str, str]]:
        found = ROUTES.find(request.method, request.path)
        if found:
            return found
        if methods := ROUTES.methods(request.path):
            raise Refusal(405, "method_not_allowed", f"{request.path} answers to {', '.join(methods)}.")
        raise Refusal(404, "not_found", f"There is no {request.path}.")

    def health(self, request: Request, session: Session) -> Response:
        return json_response({"status": "ok", "lamps": len(self._catalog)})

    def products(self, request: Request, session: Session) -> Response:
        found = self._catalog.search(request.query.get("q", ""), category=request.query.get("category", ""))
        return json_response(
            {
                "products": [lamp.as_json() for lamp in found],
                "total": len(found),
                "categories": self._catalog.categories,
            }
        )

    def product(self, request: Request, session: Session, product: str) -> Response:
        return json_response(self._lamp(product).as_json())

    def recommendations(self, request: Request, session: Session, product: str) -> Response:
        count = RECOMMENDATIONS - request.under("few-recommendations")
        lamps = self._catalog.recommend(self._lamp(product), count=count)
        return json_response({"products": [lamp.as_json() for lamp in lamps]})

    def visitor(self, request: Request, session: Session) -> Response:
        return json_response(self._visitor(session))

    def log_in(self, request: Request, session: Session) -> Response:
        given = request.json_object()
        email, password = text_of(given, field="email"), text_of(given, field="password")
        if (email.strip().lower(), password) != (EMAIL, PASSWORD):
            raise Refusal(401, "wrong_login", "Email and password do not match.")
        session.user = NAME
        self._sessions.renew(session)
        return json_response(self._visitor(session))

    def log_out(self, request: Request, session: Session) -> Response:
        session.user = None
        session.orders.clear()
        return json_response(self._visitor(session))

    def cart(self, request: Request, session: Session) -> Response:
        return json_response(self._cart(session))

    def add_to_cart(self, request: Request, session: Session) -> Response:
        given = request.json_object()
        lamp, quantity = self._lamp(text_of(given, field="product")), given.get("quantity", 1)
        if type(quantity) is not int or not 1 <= quantity <= MOST_OF_ONE_LAMP:
            raise Refusal(400, "bad_quantity", f"quantity is a whole number from 1 to {MOST_OF_ONE_LAMP}.")
        session.cart[lamp.id] = min(session.cart.get(lamp.id, 0) + quantity, MOST_OF_ONE_LAMP)
        self._sessions.keep(session)
        return json_response(self._cart(session), status=201)

    def empty_cart(self, request: Request, session: Session) -> Response:
        session.cart.clear()
        return json_response(self._cart(session))

    def remove_from_cart(self, request: Request, session: Session, product: str) -> Response:
        if session.cart.pop(product, None) is None:
            raise Refusal(404, "not_in_cart", f"{product} is not in the cart.")
        return json_response(self._cart(session))

    def orders(self, request: Request, session: Session) -> Response:
        _require_login(session)
        return json_response({"orders": [order.as_json() for order in reversed(session.orders)]})

    def order(self, request: Request, session: Session, number: str) -> Response:
        _require_login(session)
        order = session.find_order(number)
        if order is None:
            raise Refusal(404, "unknown_order", f"You have no order {number}.")
        return json_response(order.as_json())

    def pay(self, request: Request, session: Session) -> Response:
        """Buy one lamp when the body names it, else what is in the cart."""
        _require_login(session)
        given = request.json_object()
        wanted = {text_of(given, field="product"): 1} if "product" in given else session.cart
        lines = self._lines(wanted)
        if not lines:
            raise Refusal(409, "empty_cart", "The cart is empty: put a lamp into it first.")
        self._charge(request)
        order = Order(f"LS-{next(self._order_numbers)}", lines)
        session.orders = [*session.orders, order][-MOST_ORDERS_KEPT:]
        if "product" not in given:
            session.cart.clear()
        return json_response(order.as_json(), status=201)

    def _charge(self, request: Request) -> None:
        message = "We could not take your payment. Nothing was charged; please try again."
        if request.under("checkout-500"):
            raise Refusal(500, "payment_failed", message)
        if request.under("flaky-checkout") and next(self._payments) % 2:
            raise Refusal(503, "payment_failed", message)

    def _lamp(self, lamp_id: str) -> Lamp:
        lamp = self._catalog.find(lamp_id)
        if lamp is None:
            raise Refusal(404, "unknown_product", f"There is no lamp {lamp_id}.")
        return lamp

    def _lines(self, wanted: Mapping[str, int]) -> tuple[Line, ...]:
        lamps = ((self._lamp(lamp_id), quantity) for lamp_id, quantity in wanted.items())
        return tuple(Line(lamp.id, lamp.name, lamp.price, quantity) for lamp, quantity in lamps)

    def _cart(self, session: Session) -> dict[str, Any]:
        lines = self._lines(session.cart)
        return {
            "lines": [line.as_json() for line in lines],
            "count": sum(line.quantity for line in lines),
            "total": sum(line.total for line in lines),
            "currency": "EUR",
        }

    def _visitor(self, session: Session) -> dict[str, Any]:
        user = {"name": session.user, "email": EMAIL} if session.user else None
        return {"user": user, "cart": self._cart(session), "lamp_of_the_week": self._catalog.lamp_of_the_week.as_json()}


def _require_login(session: Session) -> None:
    if session.user is None:
        raise Refusal(401, "log_in_first", "Log in first.")


ROUTES: Final[Routes[Callable[..., Response]]] = Routes(
    ("GET", "/api/health", Api.health),
    ("GET", "/api/products", Api.products),
    ("GET", "/api/products/{product}", Api.product),
    ("GET", "/api/products/{product}/recommendations", Api.recommendations),
    ("GET", "/api/session", Api.visitor),
    ("POST", "/api/login", Api.log_in),
    ("POST", "/api/logout", Api.log_out),
    ("GET", "/api/cart", Api.cart),
    ("POST", "/api/cart", Api.add_to_cart),
    ("DELETE", "/api/cart", Api.empty_cart),
    ("DELETE", "/api/cart/{product}", Api.remove_from_cart),
    ("GET", "/api/orders", Api.orders),
    ("POST", "/api/orders", Api.pay),
    ("GET", "/api/orders/{number}", Api.order),
)
