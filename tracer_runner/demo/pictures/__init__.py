"""Product pictures, drawn as SVG from a short description: a support, a shade, a palette and a prop."""

from __future__ import annotations

from tracer_runner.demo.pictures.scene import Look, draw

__all__ = ["Look", "draw"]
