from __future__ import annotations

from tracer_reports.views.network import phases, view_network

from tracer_runner.model.run import Network

from .samples import network, request_of


def test_requests_are_summed_up_in_words() -> None:
    assert view_network(network()).summary == "3 requests, 1 failed, 61 kB received"


def test_phases_follow_one_another_on_the_axis() -> None:
    first = view_network(network()).rows[0]
    assert [phase.name for phase in first.phases] == ["blocked", "dns", "connect", "tls", "wait", "receive"]
    for before, after in zip(first.phases, first.phases[1:], strict=False):
        assert after.left >= before.left
    assert first.title == "blocked 2 ms, dns 1 ms, connect 4 ms, tls 8 ms, wait 90 ms, receive 15 ms"


def test_the_tls_handshake_is_not_counted_twice() -> None:
    found = dict(phases(request_of("/", connect_ms=12, tls_ms=8)))
    assert found == {"connect": 4, "tls": 8}


def test_a_request_without_phases_is_one_bar() -> None:
    entries = (request_of("/a", offset_ms=0, duration_ms=100), request_of("/b", offset_ms=100, duration_ms=100))
    rows = view_network(Network(requests=2, entries=entries)).rows
    assert [[(bar.name, bar.left, bar.width) for bar in row.phases] for row in rows] == [
        [("whole", 0, 50)],
        [("whole", 50, 50)],
    ]


def test_phases_that_claim_more_than_the_request_took_are_shrunk_to_it() -> None:
    entry = request_of("/", offset_ms=0, duration_ms=100, wait_ms=900, receive_ms=100)
    bars = view_network(Network(requests=1, entries=(entry,))).rows[0].phases
    assert [(bar.left, bar.width) for bar in bars] == [(0, 90), (90, 10)]


def test_failed_requests_say_why() -> None:
    dead = request_of("/x", status=None, failure="net::ERR_CONNECTION_REFUSED")
    silent = request_of("/y", status=None)
    view = view_network(Network(requests=3, failed=3, entries=(dead, silent, request_of("/z", status=502))))
    assert [row.result for row in view.failed] == ["net::ERR_CONNECTION_REFUSED", "no answer", "502"]


def test_failed_requests_are_among_those_shown_and_the_rest_is_counted() -> None:
    entries = tuple(
        request_of(f"/{number}", offset_ms=number, status=500 if number == 900 else 200) for number in range(1000)
    )
    view = view_network(Network(requests=1500, failed=1, entries=entries), room=100)
    assert len(view.rows) == 100
    assert [row.short for row in view.failed] == ["900"]
    assert view.left_out == "1,400 more requests left out here."


def test_a_broken_address_is_shown_as_it_is() -> None:
    row = view_network(Network(requests=1, entries=(request_of("").model_copy(update={"url": "http://[bad"}),))).rows[0]
    assert row.url == "http://[bad"
    assert row.short == "http://[bad"
