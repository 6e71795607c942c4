"""A photo for the pictures of the product: a painted sign in a garden at dusk, drawn here."""

from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE = 1200, 800
SKY, HILLS, BOARD, PAINT = ("#f6c98a", "#7fb3b8"), ("#3f7d6a", "#2f6155", "#224a42"), "#e9dcc0", "#0d6470"


def sign() -> ContentFile:
    """Return the photo of the sign, as a JPEG file."""
    image = Image.linear_gradient("L").resize(SIZE)
    image = Image.composite(Image.new("RGB", SIZE, SKY[0]), Image.new("RGB", SIZE, SKY[1]), image)
    draw = ImageDraw.Draw(image)
    for number, colour in enumerate(HILLS):
        top = 430 + 90 * number
        draw.ellipse((-500 + 330 * number, top, 1100 + 330 * number, top + 900), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(6))
    draw = ImageDraw.Draw(image)
    for left in (330, 850):
        draw.rectangle((left, 520, left + 26, 800), fill="#6b4f36")
    draw.rounded_rectangle((230, 200, 980, 560), 18, fill=BOARD, outline="#b79f78", width=8)
    for text, height, size in (("Summer fair", 255, 112), ("Saturday, 14:00", 420, 62)):
        font = ImageFont.load_default(size)
        draw.text((605 - draw.textlength(text, font) / 2, height), text, fill=PAINT, font=font)
    _scatter(draw)
    file = BytesIO()
    image.save(file, "JPEG", quality=88)
    return ContentFile(file.getvalue())


def _scatter(draw: ImageDraw.ImageDraw) -> None:
    """Draw the flowers in front."""
    random = Random(4)
    for _ in range(70):
        x, y, size = random.randrange(SIZE[0]), random.randrange(660, SIZE[1]), random.randrange(6, 15)
        draw.ellipse((x, y, x + size, y + size), fill=random.choice(("#f2b8a0", "#f7e3a1", "#dfe9e2", "#d98c8c")))
