"""A small picture of two tensors that should be equal, where it says more than numbers.

It is an SVG in an `<img>`, so that nothing but a browser is needed to show it; its meaning stands
below it in words.
"""

from __future__ import annotations

import base64
import html
import math

MOST_PIXELS = 48  # a row or column more would be too small to see
MOST_POINTS = 400
SIDE, GAP, PLOT = 160, 24, (344, 120)


def picture_of(error: BaseException) -> str:
    """HTML for what came and what was expected; "" where there is nothing to see."""
    came, expected = getattr(error, "came", None), getattr(error, "expected", None)
    if came is None or expected is None or came.is_complex() or expected.is_complex():
        return ""
    shape = [size for size in expected.shape if size != 1]
    left, right = (tensor.detach().double().reshape(shape).tolist() for tensor in (came, expected))
    if len(shape) == 2 and max(shape) <= MOST_PIXELS:
        return _heat_maps(left, right)
    if len(shape) == 1 and 8 <= shape[0] <= MOST_POINTS:
        return _curves(left, right)
    return ""


def _heat_maps(came: list[list[float]], expected: list[list[float]]) -> str:
    rows, columns = len(came), len(came[0])
    pixel = SIDE / max(rows, columns)
    low, high = _range([value for row in [*came, *expected] for value in row])
    parts = []
    off = 0
    for place, values in enumerate((came, expected)):
        start = place * (SIDE + GAP)
        for i, row in enumerate(values):
            for j, value in enumerate(row):
                x, y = start + j * pixel, i * pixel
                parts.append(_pixel(x, y, pixel, value, low, high))
                if place == 0 and not math.isclose(
                    value, expected[i][j], rel_tol=1e-3, abs_tol=1e-6 * max(1, high - low)
                ):
                    off += 1
                    parts.append(_cross(x, y, pixel))
    words = (
        f"Left: what came. Right: what was expected. Dark is {low:.4g}, light is {high:.4g}; "
        f"a cross marks each of the {off} elements that differ."
    )
    return _image(parts, 2 * SIDE + GAP, rows * pixel, words)


def _pixel(x: float, y: float, side: float, value: float, low: float, high: float) -> str:
    if not math.isfinite(value):
        return f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" fill="#d33"/>'
    part = (value - low) / (high - low)
    # From dark blue to light yellow: lightness alone tells the order.
    red, green, blue = (round(a + (b - a) * part) for a, b in ((24, 253), (34, 240), (78, 190)))
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{side:.1f}" height="{side:.1f}" '
        f'fill="rgb({red},{green},{blue})"/>'
    )


def _cross(x: float, y: float, side: float) -> str:
    a, b = side * 0.3, side * 0.7
    return (
        f'<path d="M{x + a:.1f} {y + a:.1f}L{x + b:.1f} {y + b:.1f}M{x + b:.1f} {y + a:.1f}'
        f'L{x + a:.1f} {y + b:.1f}" stroke="#e4572e" stroke-width="{max(1.0, side / 12):.1f}"/>'
    )


def _curves(came: list[float], expected: list[float]) -> str:
    low, high = _range([*came, *expected])
    width, height = PLOT
    parts = [f'<rect width="{width}" height="{height}" fill="#fff"/>']
    for values, look in (
        (expected, 'stroke="#555" stroke-dasharray="5 4"'),
        (came, 'stroke="#b3541e" stroke-width="2"'),
    ):
        points = " ".join(
            f"{8 + (width - 16) * i / (len(values) - 1):.1f},"
            f"{height - 8 - (height - 16) * (value - low) / (high - low):.1f}"
            for i, value in enumerate(values)
            if math.isfinite(value)
        )
        parts.append(f'<polyline points="{points}" fill="none" {look}/>')
    words = (
        f"Solid: what came. Dashed: what was expected. {len(came)} values in their order, "
        f"from {low:.4g} at the bottom to {high:.4g} at the top."
    )
    return _image(parts, width, height, words)


def _range(values: list[float]) -> tuple[float, float]:
    finite = [value for value in values if math.isfinite(value)] or [0.0]
    low, high = min(finite), max(finite)
    return (low, high) if high > low else (low - 0.5, low + 0.5)


def _image(parts: list[str], width: float, height: float, words: str) -> str:
    size = f'width="{width:.0f}" height="{height:.0f}"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'
    data = base64.b64encode(svg.encode()).decode()
    said = html.escape(words)
    return (
        f'<p style="margin: 6px 0"><img {size} alt="{said}" '
        f'src="data:image/svg+xml;base64,{data}"><br><small>{said}</small></p>'
    )
