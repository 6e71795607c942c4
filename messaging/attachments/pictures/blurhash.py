"""A picture as a short text from which a page draws its blurred colours while it loads (blurha.sh, version 1)."""

from math import copysign, cos, pi, sqrt
from typing import Any

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~"
LONG, SHORT = 4, 3  # components along the longer and the shorter side
SAMPLE = 24  # pixels along the longer side; more change no digit that one sees

Colour = tuple[float, float, float]


def blurhash(image: Any) -> str:
    """Return the blurhash of a picture in RGB."""
    sample = image.resize(_sample_size(*image.size))
    width, height = sample.size
    across, down = (LONG, SHORT) if width >= height else (SHORT, LONG)
    flat = sample.tobytes()
    light = [LINEAR[tone] for tone in flat]
    rows = [light[3 * width * y : 3 * width * (y + 1)] for y in range(height)]
    factors = [_factor(rows, x, y, width, height) for y in range(down) for x in range(across)]
    first, *others = factors
    most = max(abs(value) for factor in others for value in factor)
    scale = max(0, min(82, int(most * 166 - 0.5)))
    texts = [_base83((across - 1) + (down - 1) * 9, 1), _base83(scale, 1), _base83(_average(first), 4)]
    return "".join(texts + [_base83(_detail(factor, (scale + 1) / 166), 2) for factor in others])


def _sample_size(width: int, height: int) -> tuple[int, int]:
    longest = max(width, height)
    return max(1, round(SAMPLE * width / longest)), max(1, round(SAMPLE * height / longest))


def _factor(rows: list[list[float]], x: int, y: int, width: int, height: int) -> Colour:
    across = [cos(pi * x * column / width) for column in range(width)]
    down = [cos(pi * y * row / height) for row in range(height)]
    scale = (1 if x == y == 0 else 2) / (width * height)
    red, green, blue = (
        scale * sum(down[n] * sum(map(float.__mul__, row[band::3], across)) for n, row in enumerate(rows))
        for band in range(3)
    )
    return red, green, blue


def _linear(tone: int) -> float:
    value = tone / 255
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


LINEAR = [_linear(tone) for tone in range(256)]


def _tone(light: float) -> int:
    value = max(0.0, min(1.0, light))
    return int((value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055) * 255 + 0.5)


def _average(colour: Colour) -> int:
    red, green, blue = map(_tone, colour)
    return (red << 16) + (green << 8) + blue


def _detail(colour: Colour, most: float) -> int:
    red, green, blue = (max(0, min(18, int(_root(value / most) * 9 + 9.5))) for value in colour)
    return red * 19 * 19 + green * 19 + blue


def _root(value: float) -> float:
    return copysign(sqrt(abs(value)), value)


def _base83(value: int, length: int) -> str:
    return "".join(DIGITS[value // 83**power % 83] for power in reversed(range(length)))
