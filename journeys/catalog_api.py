"""Catalog API: what the pages show comes from here. No browser is needed, so this one is quick."""

from tracer_runner import check, expect, journey, step


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
        check.json_path(health, path="$.status", equals="ok")
    with step("List all lamps", budget="1s"):
        listed = request.get(f"{params.base_url}/api/products")
        check.json_path(listed, path="$.products.length", equals=params.lamps)
        check.json_path(listed, path="$.products[*].price", greater_than=0)
        products = listed.json()["products"]
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
        check.status_code(missing, equals=404)
        check.json_path(missing, path="$.error.code", equals="unknown_product")
