"""Nothing but egress opens connections: ruff refuses the modules that could, everywhere else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CONNECTING = """
import asyncio
import ftplib
import http.client
import smtplib
import socket
import urllib.request
import aiohttp
import dns.resolver
import httpcore
import httpx
import pycurl
import requests
import urllib3
import websockets
from httpx import AsyncClient
from socket import create_connection

socket.socket()
httpx.Client()
httpx.get("http://example.com")
httpx.stream("GET", "http://example.com")
httpx.HTTPTransport()
asyncio.open_connection("example.com", 80)
"""
HARMLESS = """
import httpx
import socket
import ssl
import urllib.parse

httpx.URL("http://example.com"), httpx.HTTPError, socket.gaierror, ssl.SSLError, urllib.parse.quote("x")
"""
PLACES = ["plugins/tracer_plugins/channels/mine.py", "tracer_runner/engine/mine.py", "tracer_runner/hooks/mine.py",
          "api/tracer_api/mine.py", "reports/tracer_reports/mine.py"]  # fmt: skip


def complaints(code: str, *, path: str) -> list[str]:
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--output-format", "concise",
               "--no-cache", "--stdin-filename", path, "-"]  # fmt: skip
    answer = subprocess.run(command, cwd=ROOT, input=code, capture_output=True, text=True)
    assert answer.returncode in {0, 1}, answer.stderr
    return [line for line in answer.stdout.splitlines() if "TID251" in line]


@pytest.mark.parametrize("path", PLACES)
def test_a_module_that_opens_connections_is_refused(path: str) -> None:
    found = complaints(CONNECTING, path=path)
    lines = {int(line.split(":")[1]) for line in found}
    harmless = {"import asyncio", "import socket", "import httpx", ""}
    assert lines == {number for number, text in enumerate(CONNECTING.splitlines(), 1) if text not in harmless}
    assert all("Go through tracer_runner.egress" in line for line in found)


@pytest.mark.parametrize("path", PLACES)
def test_what_only_names_things_is_not(path: str) -> None:
    assert complaints(HARMLESS, path=path) == []


def test_egress_itself_may() -> None:
    assert complaints(CONNECTING, path="tracer_runner/egress/mine.py") == []


def test_every_exception_exists() -> None:
    ignores = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]["per-file-ignores"]
    excused = [path for path, rules in ignores.items() if "TID251" in rules]
    assert excused
    assert all((ROOT / path.removesuffix("/**")).exists() for path in excused)
