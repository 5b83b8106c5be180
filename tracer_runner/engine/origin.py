"""Where a batch comes from: what the CI system around it says."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = {
    "commit": ("GITHUB_SHA", "CI_COMMIT_SHA", "BUILDKITE_COMMIT", "CIRCLE_SHA1", "GIT_COMMIT"),
    "branch": (
        "GITHUB_HEAD_REF",
        "GITHUB_REF_NAME",
        "CI_COMMIT_REF_NAME",
        "BUILDKITE_BRANCH",
        "CIRCLE_BRANCH",
        "GIT_BRANCH",
    ),
    "ci_url": ("CI_JOB_URL", "BUILDKITE_BUILD_URL", "CIRCLE_BUILD_URL", "BUILD_URL"),
}


def batch_metadata(environ: Mapping[str, str]) -> dict[str, str]:
    """`commit`, `branch` and `ci_url`, as far as they are known."""
    found = {key: next((environ[name] for name in names if environ.get(name)), None) for key, names in _NAMES.items()}
    if not found["ci_url"] and environ.get("GITHUB_RUN_ID"):
        server, repository = environ.get("GITHUB_SERVER_URL", ""), environ.get("GITHUB_REPOSITORY", "")
        found["ci_url"] = f"{server}/{repository}/actions/runs/{environ['GITHUB_RUN_ID']}"
    return {key: value for key, value in found.items() if value}
