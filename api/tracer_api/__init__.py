"""The /v1 API: manage, tag and trigger journeys over HTTP."""
