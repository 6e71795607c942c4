"""Files that people send, made here, and how they are sent over HTTP."""

import io
import math
import random
import wave

from PIL import Image, ImageDraw, ImageFilter

from tests.browser.person import Person


def photo(colour: str = "teal", size: tuple[int, int] = (1200, 800)) -> bytes:
    """Return a JPEG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def landscape(seed: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    """Return a JPEG that weighs what a photo weighs: shapes, soft light, and grain."""
    chance = random.Random(seed)
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    draw = ImageDraw.Draw(image)
    for _ in range(180):
        x, y, reach = chance.randrange(size[0]), chance.randrange(size[1]), chance.randrange(10, 260)
        colour = tuple(chance.randrange(256) for _ in range(3))
        angle = chance.random() * math.tau
        draw.ellipse((x, y, x + reach, y + reach * (0.4 + abs(math.sin(angle)))), fill=colour)
    soft = image.filter(ImageFilter.GaussianBlur(3))
    grain = Image.effect_noise(size, 24).convert("RGB")
    out = io.BytesIO()
    Image.blend(soft, grain, 0.12).save(out, "JPEG", quality=88)
    return out.getvalue()


def animation() -> bytes:
    """Return a GIF of two colours that change."""
    out = io.BytesIO()
    frames = [Image.new("RGB", (400, 300), colour) for colour in ("navy", "gold")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=200, loop=0)
    return out.getvalue()


def beep(seconds: float = 3, hz: int = 440) -> bytes:
    """Return a WAV with a tone that grows louder."""
    rate = 8_000
    count = int(seconds * rate)
    tone = (int(32_000 * n / count * math.sin(math.tau * hz * n / rate)) for n in range(count))
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setparams((1, 2, rate, count, "NONE", ""))
        file.writeframes(b"".join(one.to_bytes(2, "little", signed=True) for one in tone))
    return out.getvalue()


def upload(person: Person, room: int, name: str, content: bytes) -> str:
    """Upload a file; return its id."""
    answer = person.caller.post(f"/rooms/{room}/attachments", files={"file": (name, content)}).raise_for_status()
    return str(answer.json()["attachment"]["id"])


def send_files(person: Person, room: int, text: str, *files: tuple[str, bytes]) -> int:
    """Send a message with files; return its position."""
    ids = [upload(person, room, *file) for file in files]
    body = {"content": text, "attachment_ids": ids}
    answer = person.caller.post(f"/rooms/{room}/messages", json=body).raise_for_status()
    return int(answer.json()["message"]["seq"])
