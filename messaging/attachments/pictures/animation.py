"""A small animated preview, within bounds: the frames of a long animation are thinned out, its length stays."""

import io
import time
from math import ceil
from typing import Any

from messaging.attachments.pictures.previews import Preview, screen

SIDE = 400
MAX_FRAMES_READ, MAX_FRAMES_KEPT = 2000, 100
MAX_MEGAPIXELS_READ = 400
CPU_S = 2.0  # of the process, start and stills included; then there is none
QUALITY, METHOD = 60, 1
BROKEN = (EOFError, OSError, IndexError, SyntaxError, ValueError)
SHORTEST_MS, SHORTEST_MEANS_MS = 10, 100  # browsers show a frame of 10 ms or less for 100


def animated(image: Any, frames: int, turned: int) -> list[Preview]:
    """Return the preview of an animation, or none where that takes too long: the original moves too."""
    if frames > MAX_FRAMES_READ or frames * image.width * image.height > MAX_MEGAPIXELS_READ * 10**6:
        return []
    loop = _plays(image)
    pictures, durations = _thinned(image, frames, turned)
    if len(pictures) < 2 or time.process_time() > CPU_S:
        return []
    out = io.BytesIO()
    options = {"quality": QUALITY, "method": METHOD, "loop": loop, "duration": durations}
    pictures[0].save(out, "WEBP", save_all=True, append_images=pictures[1:], **options)
    return [Preview("animation", pictures[0].width, pictures[0].height, out.getvalue(), is_animated=True)]


def _thinned(image: Any, frames: int, turned: int) -> tuple[list[Any], list[int]]:
    step = ceil(frames / MAX_FRAMES_KEPT)
    pictures, durations = list[Any](), list[int]()
    for number in range(frames):
        if time.process_time() > CPU_S:
            break
        try:
            image.seek(number)
            image.load()
        except BROKEN:
            break  # what came before is shown, as browsers do
        if number % step == 0:
            pictures.append(screen(image, turned, SIDE).convert("RGBA"))
            durations.append(0)
        durations[-1] += _duration_ms(image)
    return pictures, durations


def _duration_ms(image: Any) -> int:
    shown = round(image.info.get("duration", 0))
    return min(shown, 60_000) if shown > SHORTEST_MS else SHORTEST_MEANS_MS


def _plays(image: Any) -> int:
    """Return how often the animation is played, 0 without end. A GIF says how often it is repeated."""
    loop: int | None = image.info.get("loop")
    if loop is None:
        return 1 if image.format == "GIF" else 0
    return min(loop + (image.format == "GIF" and loop > 0), 65_535)
