"""Questions to a name server, and everything it may answer."""

from __future__ import annotations

from collections.abc import Iterator

import dns.message
import pytest

from tracer_runner.egress import EgressClient, open_client, policy_for
from tracer_runner.egress.probes import DnsQuestion, RecordType, probe_dns
from tracer_runner.egress.probes.name_servers import NameServer
from tracer_runner.errors import EgressDenied, ProbeFailed, UsageError
from tracer_runner.model.observation import DnsRecord
from tracer_runner.settings import EgressSettings
from tracer_runner.settings.egress import LookingSettings

from .name_servers import Reply, name_server, records, truncated

SECONDS = 5.0
SHORT = 0.1


@pytest.fixture
def client() -> Iterator[EgressClient]:
    """May ask any port of this machine."""
    settings = EgressSettings(monitors=LookingSettings(allow=("127.0.0.1/32",)))
    with open_client(policy_for("monitors", settings)) as client:
        yield client


ANSWERS: dict[RecordType, tuple[tuple[str, ...], tuple[DnsRecord, ...]]] = {
    "A": (
        ("shop.test. 60 IN A 192.0.2.1", "shop.test. 60 IN A 192.0.2.2"),
        (DnsRecord(value="192.0.2.1", ttl=60), DnsRecord(value="192.0.2.2", ttl=60)),
    ),
    "AAAA": (("shop.test. 0 IN AAAA 2001:db8::1",), (DnsRecord(value="2001:db8::1", ttl=0),)),
    "CNAME": (("shop.test. 60 IN CNAME www.shop.test.",), (DnsRecord(value="www.shop.test", ttl=60),)),
    "MX": (
        ("shop.test. 60 IN MX 10 mail.shop.test.", "shop.test. 60 IN MX 0 ."),
        (DnsRecord(value="mail.shop.test", priority=10, ttl=60), DnsRecord(value=".", priority=0, ttl=60)),
    ),
    "TXT": (
        ('shop.test. 60 IN TXT "v=spf1 " "-all"', 'shop.test. 60 IN TXT "a\\"b\\255"'),
        (DnsRecord(value="v=spf1 -all", ttl=60), DnsRecord(value='a"b\\xff', ttl=60)),
    ),
    "NS": (("shop.test. 60 IN NS ns.shop.test.",), (DnsRecord(value="ns.shop.test", ttl=60),)),
    "SOA": (
        ("shop.test. 60 IN SOA ns.shop.test. admin.shop.test. 1 2 3 4 5",),
        (DnsRecord(value="ns.shop.test admin.shop.test 1 2 3 4 5", ttl=60),),
    ),
}


@pytest.mark.parametrize("record_type", ANSWERS)
def test_records_are_told_by_their_type(client: EgressClient, record_type: RecordType) -> None:
    lines, expected = ANSWERS[record_type]
    with name_server(records(*lines)) as server:
        question = DnsQuestion("shop.test", record_type, resolver=server.resolver)
        answer = probe_dns(client, question, timeout=SECONDS)
    assert set(answer.records) == set(expected)
    assert (answer.name, answer.record_type, answer.code) == ("shop.test", record_type, "NOERROR")
    assert answer.resolver == server.resolver
    assert answer.elapsed_ms > 0
    assert len(server.over_udp) == 1
    assert server.over_tcp == []


def test_the_records_at_the_end_of_a_chain_are_told(client: EgressClient) -> None:
    chain = ("shop.test. 60 IN CNAME a.test.", "a.test. 60 IN CNAME b.test.", "b.test. 60 IN A 192.0.2.1")
    with name_server(records(*chain)) as server:
        answer = probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert answer.values == ("192.0.2.1",)


@pytest.mark.parametrize(("reply", "code"), [(records(code="NXDOMAIN"), "NXDOMAIN"), (records(), "NOERROR")])
def test_that_there_is_nothing_is_an_answer(client: EgressClient, reply: Reply, code: str) -> None:
    with name_server(reply) as server:
        answer = probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert (answer.code, answer.records) == (code, ())


def test_records_of_another_name_are_no_answer(client: EgressClient) -> None:
    with name_server(records("other.test. 60 IN A 192.0.2.1")) as server:
        answer = probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert answer.records == ()


@pytest.mark.parametrize("code", ["SERVFAIL", "REFUSED", "FORMERR", "NOTIMP"])
def test_a_name_server_that_does_not_know_is_at_fault(client: EgressClient, code: str) -> None:
    with name_server(records(code=code)) as server, pytest.raises(ProbeFailed) as caught:
        probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert caught.value.reason == "dns"
    assert caught.value.message == f"The name server {server.resolver} answered {code}."


def test_an_answer_too_long_for_udp_is_fetched_over_tcp(client: EgressClient) -> None:
    lines = [f"shop.test. 60 IN A 10.0.{number // 256}.{number % 256}" for number in range(1000)]
    with name_server(truncated, over_tcp=records(*lines)) as server:
        answer = probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert len(answer.records) == 1000
    assert (len(server.over_udp), len(server.over_tcp)) == (1, 1)


def test_a_lost_datagram_is_sent_again(client: EgressClient) -> None:
    there = records("shop.test. 60 IN A 192.0.2.1")
    seen: list[None] = []

    def but_the_first(query: dns.message.Message) -> bytes | None:
        seen.append(None)
        return there(query) if len(seen) > 1 else None

    with name_server(but_the_first) as server:
        answer = probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=0.9)
    assert answer.values == ("192.0.2.1",)
    assert len(server.over_udp) > 1


def silent(query: dns.message.Message) -> None:
    return None


def of_another_query(query: dns.message.Message) -> bytes:
    other = dns.message.make_query("other.test", "A", id=(query.id + 1) % 65536)
    return records("shop.test. 60 IN A 192.0.2.66")(other)


@pytest.mark.parametrize(
    ("reply", "over_tcp"),
    [(silent, None), (of_another_query, None), (truncated, silent)],
    ids=["silence", "answers to other queries", "silence over TCP"],
)
def test_the_deadline_holds(client: EgressClient, reply: Reply, over_tcp: Reply | None) -> None:
    with name_server(reply, over_tcp=over_tcp) as server, pytest.raises(ProbeFailed) as caught:
        probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SHORT)
    assert (caught.value.reason, caught.value.message) == (
        "timeout",
        f"The name server {server.resolver} did not answer in time.",
    )


def cut_for_another_query(query: dns.message.Message) -> bytes:
    return truncated(dns.message.make_query("shop.test", "A", id=(query.id + 1) % 65536))


STRANGERS: dict[str, Reply] = {
    "bytes": lambda query: _of_another_id(query) + b"\xff" * 40,
    "one byte": lambda query: b"\x00",
    "the answer to another query": of_another_query,
    "too long an answer to another query": cut_for_another_query,
    "the query itself": lambda query: query.to_wire(),
}


def _of_another_id(query: dns.message.Message) -> bytes:
    return ((query.id + 1) % 65536).to_bytes(2, "big")


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS.keys())
def test_what_is_no_answer_to_the_query_is_not_heard(client: EgressClient, stranger: Reply) -> None:
    with name_server(records("shop.test. 60 IN A 192.0.2.1"), ahead=stranger) as server:
        answer = probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert answer.values == ("192.0.2.1",)
    assert (len(server.over_udp), server.over_tcp) == (1, [])


LOOP = ("shop.test. 60 IN CNAME a.test.", "a.test. 60 IN CNAME shop.test.")
NONSENSE: dict[str, Reply] = {
    "bytes": lambda query: query.to_wire()[:2] + b"\x80\x00" + b"\xff" * 40,
    "half a head": lambda query: query.to_wire()[:6],
    "a chain without an end": records(*LOOP),
    "a name that points at itself": lambda query: query.to_wire()[:12] + b"\xc0\x0c\x00\x01\x00\x01",
    "bytes behind the answer": lambda query: records()(query) + b"more",
}


@pytest.mark.parametrize("reply", NONSENSE.values(), ids=NONSENSE.keys())
@pytest.mark.parametrize("over", ["UDP", "TCP"])
def test_what_is_not_understood_is_at_fault(client: EgressClient, reply: Reply, over: str) -> None:
    udp = reply if over == "UDP" else truncated
    with name_server(udp, over_tcp=reply) as server, pytest.raises(ProbeFailed) as caught:
        probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert caught.value.reason == "protocol"


def test_other_ports_than_that_of_dns_must_be_listed(client: EgressClient) -> None:
    with name_server(records("shop.test. 60 IN A 192.0.2.1")) as server:
        question = DnsQuestion("shop.test", resolver=server.resolver)
        with (
            open_client(policy_for("monitors", EgressSettings())) as laptop,
            pytest.raises(EgressDenied, match=r"\[egress.monitors\] allow does not list") as caught,
        ):
            probe_dns(laptop, question, timeout=SECONDS)
        assert server.over_udp == []
        assert caught.value.hint == (
            'If monitors are to go there, add "127.0.0.1" to [egress.monitors] allow in tracer.toml.'
        )
        assert probe_dns(client, question, timeout=SECONDS).values == ("192.0.2.1",)
    assert len(server.over_udp) == 1


@pytest.mark.parametrize("resolver", ["169.254.169.254", "0.0.0.0", "[::ffff:169.254.169.254]:53"])
def test_a_name_server_where_nobody_may_go_is_refused(client: EgressClient, resolver: str) -> None:
    with pytest.raises(EgressDenied):
        probe_dns(client, DnsQuestion("shop.test", resolver=resolver), timeout=SECONDS)


def test_without_a_resolver_those_of_this_machine_are_asked_wherever_they_are() -> None:
    strict = policy_for("monitors", EgressSettings(), loopback_only=False)
    with name_server(records("shop.test. 60 IN A 192.0.2.1")) as server, open_client(strict) as client:
        ours = [NameServer("127.0.0.1", server.port)]
        answer = probe_dns(client, DnsQuestion("shop.test"), timeout=SECONDS, of_the_system=lambda: ours)
        with pytest.raises(EgressDenied):
            probe_dns(client, DnsQuestion("shop.test", resolver=server.resolver), timeout=SECONDS)
    assert len(server.over_udp) == 1
    assert answer.values == ("192.0.2.1",)
    assert answer.resolver == server.resolver


@pytest.mark.parametrize("name", ["a..b", "x" * 64 + ".test", ".".join(["x" * 60] * 5)])
def test_a_name_that_is_none_is_the_users_mistake(client: EgressClient, name: str) -> None:
    with pytest.raises(UsageError):
        probe_dns(client, DnsQuestion(name, resolver="127.0.0.1:1"), timeout=SECONDS)


@pytest.mark.parametrize(
    "bad", [records(code="SERVFAIL"), records(code="REFUSED"), NONSENSE["bytes"]], ids=["SERVFAIL", "REFUSED", "bytes"]
)
def test_the_next_name_server_of_the_machine_is_asked_after_a_bad_answer(client: EgressClient, bad: Reply) -> None:
    with name_server(bad) as first, name_server(records("shop.test. 60 IN A 192.0.2.1")) as second:
        ours = [NameServer("127.0.0.1", server.port) for server in (first, second)]
        answer = probe_dns(client, DnsQuestion("shop.test"), timeout=SECONDS, of_the_system=lambda: ours)
    assert (answer.values, answer.resolver) == (("192.0.2.1",), second.resolver)
    assert (len(first.over_udp), len(second.over_udp)) == (1, 1)


def test_when_all_answer_badly_each_was_asked_once(client: EgressClient) -> None:
    with name_server(records(code="REFUSED")) as first, name_server(records(code="SERVFAIL")) as second:
        ours = [NameServer("127.0.0.1", server.port) for server in (first, second)]
        with pytest.raises(ProbeFailed, match=f"{second.resolver} answered SERVFAIL") as caught:
            probe_dns(client, DnsQuestion("shop.test"), timeout=SECONDS, of_the_system=lambda: ours)
    assert caught.value.reason == "dns"
    assert (len(first.over_udp), len(second.over_udp)) == (1, 1)
