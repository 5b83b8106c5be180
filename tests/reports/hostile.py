"""What a page may say to harm a report, and batches in which every text says it."""

from __future__ import annotations

from enum import Enum
from typing import Any

from tracer_runner.model.run import Batch

LONG = "A" * 5_000_000
TEXTS = {
    "script": "</script><script>alert(1)</script><img src=x onerror=alert(2)>",
    "attribute": "\"><svg onload=alert(3)>' onmouseover='alert(4)' style='position:fixed",
    "template": "{{ 7 * 7 }}{% raw %}${alert(5)}",
    "link": "javascript://x/%0Aalert(6)//http://x",
    "style": "</style><style>body{display:none}</style><link rel=stylesheet href=http://127.0.0.1:9/x.css>",
    "data": "]]><!-- --><![CDATA[ &amp; &#0; <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "control": "a\x00b\x07c\x1b[31mred\x1b[0m\x85\x7f\ufffe",
    "half": "half \ud800 and \udfff",
    "direction": "\u202egnp.exe\u2066 שלום עולם",
    "lines": "one\r\ntwo\rthree\n::error file=x::injected\n::set-output name=a::b",
    "markdown": "| a | [x](http://evil) ![y](http://evil/p.png) @octocat #12 `code` **b** <details> $x$",
    "path": "../../../etc/passwd",
    "percent": "%0A::error::x %25 ; , : =",
}


def poisoned(batch: Batch, *, text: str) -> Batch:
    """The batch with `text` in place of every text in it."""
    return Batch.model_validate(_poison(batch.model_dump(), text=text))


def _poison(value: Any, *, text: str) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return text
    if isinstance(value, dict):
        return {key: _poison(each, text=text) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_poison(each, text=text) for each in value]
    return value
