"""Look at a web server, a service or a name server once, as monitors do; every connection is the client's.

seen = HttpProber().look(client, HttpRequest(url="https://example.com/"), timeout=10)
seen = TcpProber().look(client, TcpTarget(host="db.example.com", port=5432), timeout=5)
answer = probe_dns(client, DnsQuestion(name="example.com", record_type="MX"), timeout=5)

Each is over after its `timeout`, whatever the target does. ProbeFailed says that the target is at fault, and nothing
that the target sent is in its sentence. EgressDenied is the policy's word, and comes through.
"""

from __future__ import annotations

from tracer_runner.egress.probes.dns_probe import DnsQuestion, RecordType, probe_dns
from tracer_runner.egress.probes.faults import UntrustedCertificate
from tracer_runner.egress.probes.http_hop import HttpLook
from tracer_runner.egress.probes.http_probe import HttpProber
from tracer_runner.egress.probes.http_request import HttpRequest
from tracer_runner.egress.probes.starttls import StartTls
from tracer_runner.egress.probes.tcp_probe import TcpLook, TcpProber, TcpTarget

__all__ = [
    "DnsQuestion",
    "HttpLook",
    "HttpProber",
    "HttpRequest",
    "RecordType",
    "StartTls",
    "TcpLook",
    "TcpProber",
    "TcpTarget",
    "UntrustedCertificate",
    "probe_dns",
]
