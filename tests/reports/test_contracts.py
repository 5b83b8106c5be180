"""The built-in reporters keep what every reporter promises."""

from __future__ import annotations

import pytest
from tracer_reports.ctrf import CtrfReporter
from tracer_reports.github import GithubReporter
from tracer_reports.html import HtmlReporter
from tracer_reports.json import JsonReporter
from tracer_reports.junit import JunitReporter

from tracer_runner.testing import ReporterContract


class TestCtrf(ReporterContract):
    reporter = CtrfReporter()


class TestGithub(ReporterContract):
    reporter = GithubReporter()

    @pytest.fixture(autouse=True)
    def _outside_of_a_job(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)


class TestHtml(ReporterContract):
    reporter = HtmlReporter()


class TestJson(ReporterContract):
    reporter = JsonReporter()


class TestJunit(ReporterContract):
    reporter = JunitReporter()
