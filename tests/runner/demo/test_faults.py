from __future__ import annotations

import threading

import httpx
import pytest

from tracer_runner.demo import Shop
from tracer_runner.demo.exchange import Request
from tracer_runner.demo.faults import FAULTS, Fault, known_faults, parse_fault
from tracer_runner.demo.site import seconds_to_wait
from tracer_runner.errors import UsageError


@pytest.mark.parametrize("kind", FAULTS, ids=lambda kind: kind.name)
def test_every_fault_of_the_table_can_be_switched_on_by_its_usage(kind: object) -> None:
    usage = kind.usage.replace("SECONDS", "2.5")  # type: ignore[attr-defined]
    fault = parse_fault(usage)
    assert fault is not None
    assert str(fault) == usage


@pytest.mark.parametrize("text", ["", "none", "  none "])
def test_no_fault_is_a_fault_too(text: str) -> None:
    assert parse_fault(text) is None


@pytest.mark.parametrize(
    "text", ["slow", "slow:", "slow:fast", "slow:0", "slow:-1", "slow:1e9", "slow:601", "slow:nan"]
)
def test_a_slow_fault_needs_seconds(text: str) -> None:
    with pytest.raises(UsageError, match="needs seconds") as raised:
        parse_fault(text)
    assert raised.value.hint == "Write slow:3."


def test_a_fault_without_a_value_refuses_one() -> None:
    with pytest.raises(UsageError, match="takes no value"):
        parse_fault("busy:3")


def test_an_unknown_fault_names_the_known_ones() -> None:
    with pytest.raises(UsageError) as raised:
        Shop(port=0, fault="earthquake")
    assert "earthquake" in raised.value.message
    assert known_faults() in raised.value.message


@pytest.mark.parametrize("path", ["/", "/api/health"])
def test_a_request_for_an_unknown_fault_is_told_the_known_ones(visitor: httpx.Client, path: str) -> None:
    for answer in (visitor.get(path, params={"fault": "flood"}), visitor.get(path, headers={"X-Shop-Fault": "flood"})):
        assert answer.status_code == 400
        assert "checkout-500" in answer.text
        assert "set-cookie" not in answer.headers


def test_a_page_with_a_fault_in_its_address_keeps_it_for_the_visitor_until_none(visitor: httpx.Client) -> None:
    visitor.get("/", params={"fault": "api-500"})
    assert visitor.get("/api/products").status_code == 500
    assert visitor.get("/", params={"fault": "none"}).status_code == 200
    assert visitor.get("/api/products").status_code == 200


def test_a_fault_of_one_visitor_is_no_other_visitors(shop: Shop, visitor: httpx.Client) -> None:
    visitor.get("/", params={"fault": "http-500"})
    assert visitor.get("/").status_code == 500
    assert httpx.get(shop.url, trust_env=False).status_code == 200


def test_a_fault_in_a_header_or_an_api_address_is_for_one_request(visitor: httpx.Client) -> None:
    assert visitor.get("/", headers={"X-Shop-Fault": "http-500"}).status_code == 500
    assert visitor.get("/api/health", params={"fault": "api-500"}).status_code == 500
    assert visitor.get("/").status_code == 200
    assert visitor.get("/api/health").status_code == 200


def test_a_fault_of_the_shop_is_everybodys_and_can_be_mended_while_it_is_open(
    visitor: httpx.Client, shop: Shop
) -> None:
    shop.fault = "http-500"
    assert visitor.get("/").status_code == 500
    assert visitor.get("/api/health").status_code == 200
    shop.fault = None
    assert visitor.get("/").status_code == 200


def test_a_visitors_own_fault_wins_over_the_shops() -> None:
    with Shop(port=0, fault="http-500") as shop:
        answer = httpx.get(f"{shop.url}/api/health", headers={"X-Shop-Fault": "api-500"}, trust_env=False)
        assert answer.status_code == 500


def test_checkout_500_breaks_paying_and_nothing_else(customer: httpx.Client, shop: Shop) -> None:
    shop.fault = "checkout-500"
    customer.post("/api/cart", json={"product": "halo"})
    answer = customer.post("/api/orders")
    assert answer.status_code == 500
    assert "Nothing was charged" in answer.json()["error"]["message"]
    assert customer.get("/api/cart").json()["count"] == 1
    assert customer.get("/api/orders").json()["orders"] == []


def test_flaky_checkout_takes_every_second_payment(customer: httpx.Client, shop: Shop) -> None:
    shop.fault = "flaky-checkout"
    statuses = [customer.post("/api/orders", json={"product": "halo"}).status_code for _ in range(4)]
    assert statuses == [503, 201, 503, 201]


def test_few_recommendations_are_three(visitor: httpx.Client, shop: Shop) -> None:
    shop.fault = "few-recommendations"
    assert len(visitor.get("/api/products/halo/recommendations").json()["products"]) == 3


def test_broken_image_breaks_pictures_of_lamps_only(visitor: httpx.Client, shop: Shop) -> None:
    shop.fault = "broken-image"
    assert visitor.get("/pictures/halo.svg").status_code == 404
    assert visitor.get("/static/hero.svg").status_code == 200


def test_changed_text_changes_the_title(visitor: httpx.Client, shop: Shop) -> None:
    shop.fault = "changed-text"
    assert "<title>The lamp store</title>" in visitor.get("/").text


@pytest.mark.parametrize(
    ("path", "seconds"), [("/", 3), ("/cart", 3), ("/api/products", 0), ("/static/shop.css", 0), ("/favicon.svg", 0)]
)
def test_slow_keeps_pages_waiting_and_nothing_else(path: str, seconds: float) -> None:
    assert seconds_to_wait(Request("GET", path, fault=Fault("slow", seconds=3))) == seconds


def test_a_slow_page_comes_after_its_time(visitor: httpx.Client) -> None:
    answer = visitor.get("/", params={"fault": "slow:0.3"})
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.3


def test_a_hanging_request_ends_when_the_visitor_goes_away(shop: Shop) -> None:
    shop.fault = "hanging-request"
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{shop.url}/api/products", timeout=0.3, trust_env=False)
    _wait_for_visits_to_end()


def test_only_asking_for_lamps_hangs(visitor: httpx.Client, shop: Shop) -> None:
    shop.fault = "hanging-request"
    assert visitor.get("/").status_code == 200
    assert visitor.get("/api/health").status_code == 200
    assert visitor.post("/api/cart", json={"product": "halo"}).status_code == 201


def _wait_for_visits_to_end() -> None:
    for thread in threading.enumerate():
        if thread.name == "lamp-shop-visit":
            thread.join(timeout=30)
            assert not thread.is_alive()
