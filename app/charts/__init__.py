"""Pictures of a plan's chart: SVG by a template, PNG drawn from that with a font of our own."""

from app.charts.draw import PICTURE, PREVIEW, Size, png, svg

__all__ = ["PICTURE", "PREVIEW", "Size", "png", "svg"]
