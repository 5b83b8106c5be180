"""Lamp shop: a small, complete web shop on the standard library, to try journeys on and to break on purpose.

    from tracer_runner.demo import Shop

    with Shop(port=0) as shop:
        print(shop.url)

It keeps everything in memory, listens on 127.0.0.1 only, and is the target of the example journeys and of tests.
"""

from __future__ import annotations

from tracer_runner.demo.shop import Shop

__all__ = ["Shop"]
