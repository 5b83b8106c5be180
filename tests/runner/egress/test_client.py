"""The client of plugins: HTTP and sockets over checked connections."""

from __future__ import annotations

import select
import socket
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tracer_runner.egress import http_transport as limits
from tracer_runner.egress import open_client, policy_for
from tracer_runner.errors import EgressDenied
from tracer_runner.settings import EgressSettings
from tracer_runner.testing import Receiver

from .conftest import permissive, strict
from .lookups import Changing
from .site import Site


def test_it_speaks_http_and_keeps_host_and_body(site: Site) -> None:
    with open_client(strict("webhooks")) as client:
        answer = client.http.post(f"http://site.test:{site.port}/echo", json={"a": 1})
    headers = dict(answer.json()["headers"])
    assert answer.json()["body"] == '{"a":1}'
    assert headers["Host"] == f"site.test:{site.port}"
    assert headers["User-Agent"].startswith("tracer/")


def test_all_threads_share_one_http_client_that_none_of_them_makes(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_client(strict("webhooks")) as client:
        monkeypatch.setattr(httpx, "Client", None)
        with ThreadPoolExecutor(4) as threads:
            shared = set(threads.map(lambda _: client.http, range(4)))
            answers = list(threads.map(lambda _: client.http.get(f"{site.url}/echo").status_code, range(4)))
    assert (len(shared), answers) == (1, [200] * 4)


def test_it_follows_no_redirect_unless_told_to(site: Site) -> None:
    with open_client(strict("webhooks")) as client:
        url = f"{site.url}/redirect?status=302&to=/echo"
        assert client.http.get(url).status_code == 302
        assert client.http.get(url, follow_redirects=True).status_code == 200


def test_it_keeps_no_cookies(site: Site) -> None:
    with open_client(strict("webhooks")) as client:
        client.http.get(f"{site.url}/cookie")
        assert "Cookie" not in dict(client.http.get(f"{site.url}/echo").json()["headers"])


def test_it_asks_no_proxy_of_the_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.2:1")
    with open_client(strict("webhooks")) as client:
        assert client.http.get(f"{site.url}/echo").status_code == 200


def test_an_answer_without_end_is_cut(site: Site) -> None:
    with open_client(strict("webhooks")) as client, pytest.raises(httpx.ReadError, match="over 16 MB"):
        client.http.get(f"{site.url}/big?bytes={limits.MOST_BYTES + 1}")


def test_a_timeout_is_of_the_whole_exchange_on_a_kept_connection_too() -> None:
    with Receiver() as receiver, open_client(strict("webhooks")) as client:
        client.http.post(receiver.url)
        receiver.drip()
        with pytest.raises(httpx.ReadTimeout):
            client.http.post(receiver.url, timeout=0.2)


@pytest.mark.parametrize("url", ["ftp://site.test/", "ws://site.test/", "gopher://site.test/", "unix:///run/x"])
def test_only_http_is_spoken(url: str) -> None:
    with open_client(strict("webhooks")) as client, pytest.raises((EgressDenied, httpx.InvalidURL, ValueError)):
        client.http.get(url)


def test_certificates_are_verified_against_the_name(secure_site: Site, believed: Path) -> None:
    with open_client(strict("webhooks", other_test="127.0.0.1")) as client:
        assert client.http.get(f"https://site.test:{secure_site.port}/").status_code == 200
        with pytest.raises(httpx.ConnectError, match="certificate"):
            client.http.get(f"https://other.test:{secure_site.port}/")


def test_an_authority_that_is_not_known_is_not_believed(secure_site: Site) -> None:
    with open_client(strict("webhooks")) as client, pytest.raises(httpx.ConnectError, match="certificate"):
        client.http.get(f"https://site.test:{secure_site.port}/")


def test_a_connection_that_was_closed_meanwhile_is_made_anew(site: Site) -> None:
    with open_client(strict("webhooks")) as client:
        for _ in range(3):
            answer = "SFRUUC8xLjEgMjA0IE5vIENvbnRlbnQNCg0K"  # 204, and then it hangs up
            found = client.http.get(f"{site.url}/raw?answer={answer}")
            assert found.status_code == 204
            connected = found.extensions["network_stream"].get_extra_info("socket")
            assert connected.fileno() < 0 or select.select([connected], [], [], 5)[0]


def test_a_name_is_looked_up_once_for_each_connection(site: Site) -> None:
    lookup = Changing(["127.0.0.1"])
    with open_client(strict("webhooks"), lookup=lookup) as client:
        for _ in range(3):
            client.http.get(f"http://changing.test:{site.port}/")
    assert lookup.asked == ["changing.test"]


def test_an_address_that_does_not_answer_is_followed_by_the_next(site: Site) -> None:
    lookup = Changing(["127.0.0.3", "::1", "127.0.0.1"])
    with open_client(permissive("webhooks"), lookup=lookup) as client:
        connected = client.connect("several.test", site.port, timeout=5)
        assert connected.getpeername() == ("127.0.0.1", site.port)
        assert connected.gettimeout() == 5
        connected.close()


def test_nobody_there_is_an_ordinary_error() -> None:
    with open_client(strict("webhooks"), lookup=Changing([])) as client:
        with pytest.raises(socket.gaierror):
            client.connect("nowhere.test", 80)
        with pytest.raises(httpx.ConnectError):
            client.http.get("http://nowhere.test/")
        with pytest.raises(OSError, match="no port 0"):
            client.connect("site.test", 0)
        with pytest.raises(ConnectionRefusedError):
            client.connect("127.0.0.1", 1)


def test_a_name_server_that_hangs_is_given_up(site: Site) -> None:
    def hang(host: str, port: int) -> list[tuple[object, ...]]:
        site_never = socket.create_connection(("127.0.0.1", site.port))
        site_never.settimeout(5)
        with site_never:
            site_never.recv(1)
        return []

    with open_client(strict("webhooks"), lookup=hang) as client, pytest.raises(TimeoutError, match="Looking up slow"):
        client.connect("slow.test", 80, timeout=0.05)


def test_hosts_are_pinned_whatever_name_servers_say(site: Site) -> None:
    settings = EgressSettings.model_validate({"hosts": {"Shop.Example.com": "127.0.0.1"}})
    with open_client(policy_for("monitors", settings), lookup=Changing(["127.0.0.9"])) as client:
        for host in ("shop.example.com", "SHOP.example.com."):
            assert client.http.get(f"http://{host}:{site.port}/echo").status_code == 200
