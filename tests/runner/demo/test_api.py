from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tracer_runner.demo import Shop

LOGIN = {"email": "ada@example.com", "password": "engine"}


def test_health_says_how_many_lamps_there_are(visitor: httpx.Client) -> None:
    assert visitor.get("/api/health").json() == {"status": "ok", "lamps": 24}


def test_all_lamps_are_listed_with_a_picture_each(visitor: httpx.Client) -> None:
    found = visitor.get("/api/products").json()
    assert found["total"] == len(found["products"]) == 24
    assert found["categories"] == ["Table", "Floor", "Pendant", "Desk", "Wall", "Outdoor"]
    pictures = [visitor.get(lamp["picture"]) for lamp in found["products"]]
    assert {picture.headers["content-type"] for picture in pictures} == {"image/svg+xml"}
    assert len({picture.content for picture in pictures}) == 24


def test_a_search_finds_lamps_that_mention_every_word_in_any_case(visitor: httpx.Client) -> None:
    found = visitor.get("/api/products", params={"q": "OPAL brass"}).json()["products"]
    assert [lamp["name"] for lamp in found] == ["Halo", "Dew"]


def test_a_search_stays_inside_its_category(visitor: httpx.Client) -> None:
    found = visitor.get("/api/products", params={"q": "brass", "category": "wall"}).json()["products"]
    assert [lamp["name"] for lamp in found] == ["Dew"]


def test_a_search_without_a_find_is_an_empty_list(visitor: httpx.Client) -> None:
    assert visitor.get("/api/products", params={"q": "submarine"}).json()["products"] == []


def test_one_lamp_is_read_by_its_id(visitor: httpx.Client) -> None:
    lamp = visitor.get("/api/products/halo").json()
    assert (lamp["name"], lamp["price"], lamp["currency"]) == ("Halo", 129, "EUR")


def test_an_unknown_lamp_is_not_found(visitor: httpx.Client) -> None:
    answer = visitor.get("/api/products/moon")
    assert answer.status_code == 404
    assert answer.json() == {"error": {"code": "unknown_product", "message": "There is no lamp moon."}}


def test_four_other_lamps_are_recommended(visitor: httpx.Client) -> None:
    names = [lamp["name"] for lamp in visitor.get("/api/products/halo/recommendations").json()["products"]]
    assert len(set(names)) == 4
    assert "Halo" not in names


def test_the_right_password_logs_in_and_logging_out_ends_it(visitor: httpx.Client) -> None:
    assert visitor.get("/api/session").json()["user"] is None
    assert visitor.post("/api/login", json=LOGIN).json()["user"] == {"name": "Ada", "email": "ada@example.com"}
    assert visitor.get("/api/session").json()["user"]["name"] == "Ada"
    visitor.post("/api/logout")
    assert visitor.get("/api/session").json()["user"] is None


@pytest.mark.parametrize("wrong", [{"password": "motor"}, {"email": "bob@example.com"}, {"password": ""}])
def test_a_wrong_login_is_refused(visitor: httpx.Client, wrong: dict[str, str]) -> None:
    answer = visitor.post("/api/login", json=LOGIN | wrong)
    assert answer.status_code == 401
    assert answer.json()["error"]["message"] == "Email and password do not match."
    assert visitor.get("/api/session").json()["user"] is None


def test_a_session_known_before_the_login_is_worth_nothing_after_it(shop: Shop, visitor: httpx.Client) -> None:
    visitor.post("/api/cart", json={"product": "halo"})
    before = visitor.cookies["shop_session"]
    visitor.post("/api/login", json=LOGIN)
    assert visitor.cookies["shop_session"] != before
    old = httpx.get(f"{shop.url}/api/session", cookies={"shop_session": before}, trust_env=False).json()
    assert (old["user"], old["cart"]["count"]) == (None, 0)


def test_the_session_cookie_is_kept_from_scripts(visitor: httpx.Client) -> None:
    cookie = visitor.post("/api/login", json=LOGIN).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_visitor_who_only_looks_gets_no_session(visitor: httpx.Client) -> None:
    for path in ("/", "/api/products", "/api/session", "/api/cart"):
        assert "set-cookie" not in visitor.get(path).headers


def test_the_cart_adds_up_what_is_put_in(visitor: httpx.Client) -> None:
    visitor.post("/api/cart", json={"product": "halo"})
    answer = visitor.post("/api/cart", json={"product": "fable", "quantity": 2})
    assert answer.status_code == 201
    assert (answer.json()["count"], answer.json()["total"]) == (3, 129 + 2 * 145)
    assert visitor.get("/api/cart").json() == answer.json()


def test_a_cart_survives_the_login(visitor: httpx.Client) -> None:
    visitor.post("/api/cart", json={"product": "halo"})
    assert visitor.post("/api/login", json=LOGIN).json()["cart"]["count"] == 1


def test_a_cart_is_emptied_line_by_line_or_at_once(visitor: httpx.Client) -> None:
    for lamp in ("halo", "fable", "heron"):
        visitor.post("/api/cart", json={"product": lamp})
    assert visitor.delete("/api/cart/fable").json()["count"] == 2
    assert visitor.delete("/api/cart/fable").status_code == 404
    assert visitor.delete("/api/cart").json()["lines"] == []
    assert visitor.get("/api/cart").json()["count"] == 0


def test_emptying_a_cart_works_for_a_stranger_too(visitor: httpx.Client) -> None:
    assert visitor.delete("/api/cart").json()["count"] == 0


@pytest.mark.parametrize("quantity", [0, -1, 100, 1.5, "2", True, None])
def test_a_quantity_that_is_none_is_refused(visitor: httpx.Client, quantity: object) -> None:
    answer = visitor.post("/api/cart", json={"product": "halo", "quantity": quantity})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_quantity")


def test_paying_gives_an_order_and_empties_the_cart(customer: httpx.Client) -> None:
    customer.post("/api/cart", json={"product": "heron"})
    answer = customer.post("/api/orders")
    assert answer.status_code == 201
    order = answer.json()
    assert order["number"].startswith("LS-")
    assert (order["total"], order["lines"][0]["name"]) == (389, "Heron")
    assert customer.get("/api/cart").json()["count"] == 0
    assert customer.get("/api/orders").json()["orders"] == [order]
    assert customer.get(f"/api/orders/{order['number']}").json() == order


def test_one_lamp_is_bought_at_once_without_touching_the_cart(customer: httpx.Client) -> None:
    customer.post("/api/cart", json={"product": "heron"})
    assert customer.post("/api/orders", json={"product": "halo"}).json()["total"] == 129
    assert customer.get("/api/cart").json()["count"] == 1


def test_an_empty_cart_cannot_be_paid(customer: httpx.Client) -> None:
    assert customer.post("/api/orders").status_code == 409


def test_paying_and_orders_need_a_login(visitor: httpx.Client) -> None:
    visitor.post("/api/cart", json={"product": "heron"})
    assert visitor.post("/api/orders").status_code == 401
    assert visitor.get("/api/orders").status_code == 401
    assert visitor.get("/api/orders/LS-10001").status_code == 401


def test_nobody_sees_the_order_of_another_visitor(shop: Shop, customer: httpx.Client) -> None:
    number = customer.post("/api/orders", json={"product": "halo"}).json()["number"]
    with httpx.Client(base_url=shop.url, trust_env=False) as other:
        other.post("/api/login", json=LOGIN)
        assert other.get(f"/api/orders/{number}").status_code == 404
        assert other.get(f"/orders/{number}").status_code == 404
    assert customer.get(f"/orders/{number}").status_code == 200


def test_an_unknown_path_is_not_found_and_a_wrong_method_names_the_right_ones(visitor: httpx.Client) -> None:
    assert visitor.get("/api/nothing").status_code == 404
    answer = visitor.put("/api/cart")
    assert (answer.status_code, answer.headers["allow"]) == (405, "DELETE, GET, POST")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"no json", 400), (b"[]", 400), (b"{}", 400), (b"[" * 60_000, 400), (b'{"product": "\\ud800"}', 404)],
)
def test_a_body_that_makes_no_sense_is_refused(visitor: httpx.Client, body: bytes, status: int) -> None:
    answer = visitor.post("/api/cart", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert answer.json()["error"]["message"]


def test_a_form_of_another_site_cannot_fill_the_cart(visitor: httpx.Client) -> None:
    answer = visitor.post("/api/cart", content=b'{"product": "halo"}', headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    assert visitor.get("/api/cart").json()["count"] == 0


def test_many_visitors_at_once_keep_their_own_carts(shop: Shop) -> None:
    lamps = ["halo", "fable", "heron", "dew"]

    def shop_around(number: int) -> tuple[int, str]:
        with httpx.Client(base_url=shop.url, trust_env=False) as visitor:
            visitor.post("/api/login", json=LOGIN)
            for lamp in lamps[: number % 4 + 1]:
                visitor.post("/api/cart", json={"product": lamp, "quantity": number + 1})
            count = visitor.get("/api/cart").json()["count"]
            return count, visitor.post("/api/orders").json()["number"]

    with ThreadPoolExecutor(max_workers=16) as pool:
        results = list(pool.map(shop_around, range(48)))
    assert [count for count, _ in results] == [(number % 4 + 1) * (number + 1) for number in range(48)]
    assert len({number for _, number in results}) == 48


def test_requests_of_one_session_at_once_lose_nothing(shop: Shop, visitor: httpx.Client) -> None:
    visitor.post("/api/cart", json={"product": "halo"})
    cookies = dict(visitor.cookies)

    def add(_: int) -> int:
        return httpx.post(
            f"{shop.url}/api/cart", json={"product": "halo"}, cookies=cookies, trust_env=False
        ).status_code

    with ThreadPoolExecutor(max_workers=16) as pool:
        assert set(pool.map(add, range(40))) == {201}
    assert visitor.get("/api/cart").json()["count"] == 41
