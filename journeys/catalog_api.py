"""Catalog API: what the pages show comes from here. No browser is needed, so this one is quick."""

from tracer_runner import expect, journey, step


@journey(
    "Catalog API",
    tags=["smoke", "api"],
    every="1m",
    params={"base_url": "http://127.0.0.1:8700", "lamps": 24},
    idempotent=True,
)
def catalog_api(request, params):
    with step("Ask for its health", budget="500ms"):
        health = request.get(f"{params.base_url}/api/health")
        expect(health).to_be_ok()
        assert health.json()["status"] == "ok"
    with step("List all lamps", budget="1s"):
        products = request.get(f"{params.base_url}/api/products").json()["products"]
        assert len(products) == params.lamps
        assert all(lamp["price"] > 0 for lamp in products)
    with step("Search"):
        found = request.get(f"{params.base_url}/api/products", params={"q": "brass"}).json()
        assert found["total"] > 0
        assert all("brass" in f"{lamp['material']} {lamp['description']}".lower() for lamp in found["products"])
    for lamp in products[:3]:
        with step(f"Read {lamp['name']}"):
            answer = request.get(f"{params.base_url}/api/products/{lamp['id']}")
            expect(answer).to_be_ok()
            assert answer.json() == lamp
    with step("Ask for a lamp that is not sold"):
        missing = request.get(f"{params.base_url}/api/products/moon")
        assert missing.status == 404
        assert missing.json()["error"]["code"] == "unknown_product"
