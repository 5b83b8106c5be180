"""What stands in the answer of a name server."""

from __future__ import annotations

import dns.message
import dns.name
import dns.rdata
import dns.rdtypes.ANY.CNAME
import dns.rdtypes.ANY.MX
import dns.rdtypes.ANY.NS
import dns.rdtypes.ANY.SOA
import dns.rdtypes.ANY.TXT

from tracer_runner.model.observation import DnsRecord


def records_of(reply: dns.message.QueryMessage) -> tuple[DnsRecord, ...]:
    """Of the type that was asked for, at the end of a chain of CNAMEs; DNSException when the chain is broken."""
    found = reply.resolve_chaining().answer
    return tuple(_record(data, ttl=found.ttl) for data in found) if found else ()


def _record(data: dns.rdata.Rdata, *, ttl: int) -> DnsRecord:
    if isinstance(data, dns.rdtypes.ANY.MX.MX):
        return DnsRecord(value=_name(data.exchange), priority=data.preference, ttl=ttl)
    return DnsRecord(value=_value(data), ttl=ttl)


def _value(data: dns.rdata.Rdata) -> str:
    match data:
        case dns.rdtypes.ANY.CNAME.CNAME() | dns.rdtypes.ANY.NS.NS():
            return _name(data.target)
        case dns.rdtypes.ANY.TXT.TXT():
            return b"".join(data.strings).decode("utf-8", "backslashreplace")
        case dns.rdtypes.ANY.SOA.SOA():
            numbers = (data.serial, data.refresh, data.retry, data.expire, data.minimum)
            return " ".join((_name(data.mname), _name(data.rname), *map(str, numbers)))
    return data.to_text()


def _name(name: dns.name.Name) -> str:
    return name.to_text(omit_final_dot=True)
