"""Alert channels: where messages about alerts go.

`tracer run` imports every plugin before it begins, so these modules import what they send with when they send.
"""
