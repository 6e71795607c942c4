"""Pictures for the people of the demo: small landscapes, drawn here, so that no one's face is in the product."""

import colorsys
import io
import random
from typing import Any

SIDE = 256
HUES = 12


def picture(number: int) -> bytes:
    """Return a PNG that is the same for the same ``number``: a sky, a sun, and two rows of hills."""
    from PIL import Image, ImageDraw  # decoding is what Pillow is kept out of the server for; drawing comes from here

    chance = random.Random(number)  # noqa: S311 - a picture, not a secret
    hue = (number * 5 % HUES) / HUES
    image = Image.new("RGB", (SIDE, SIDE))
    draw = ImageDraw.Draw(image)
    for row in range(SIDE):
        draw.line([(0, row), (SIDE, row)], fill=_colour(hue + 0.12 * row / SIDE, 0.28, 0.92 - 0.12 * row / SIDE))
    x, y, radius = chance.randint(60, 196), chance.randint(60, 120), chance.randint(24, 40)
    draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=_colour(hue + 0.5, 0.3, 0.98))
    for height, value in ((140, 0.62), (184, 0.42)):
        draw.polygon(_hills(chance, height), fill=_colour(hue + 0.05, 0.45, value))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _hills(chance: random.Random, height: int) -> list[Any]:
    """Return the outline of a row of hills: a random walk, smoothed by its small steps."""
    points, level = [(0, SIDE)], float(height)
    slope = 0.0
    for x in range(0, SIDE + 8, 8):
        slope = max(-4, min(4, slope + chance.uniform(-1.6, 1.6)))
        level = max(height - 40.0, min(height + 40.0, level + slope))
        points.append((x, round(level)))
    return [*points, (SIDE, SIDE)]


def _colour(hue: float, saturation: float, value: float) -> tuple[int, int, int]:
    red, green, blue = colorsys.hsv_to_rgb(hue % 1, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)
