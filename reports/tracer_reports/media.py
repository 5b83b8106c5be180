"""The media types of artifacts."""

from __future__ import annotations

from mimetypes import guess_type

from tracer_runner.model.run import Artifact, ArtifactKind

_BY_KIND = {
    ArtifactKind.SCREENSHOT: "image/jpeg",
    ArtifactKind.HAR: "application/json",
    ArtifactKind.TRACE: "application/zip",
    ArtifactKind.VIDEO: "video/webm",
    ArtifactKind.LOG: "text/plain",
}


def media_type(artifact: Artifact) -> str:
    """By the name of the file, else by its kind."""
    return guess_type(artifact.path)[0] or _BY_KIND.get(artifact.kind, "application/octet-stream")
