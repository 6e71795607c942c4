"""A picture of a person has the colours that browsers show of the file, and is not refused where they show it."""

import base64
import io

import pytest
from PIL import Image, ImageStat
from playwright.sync_api import Browser, Page

from accounts.pictures.converting import convert
from messaging.attachments.pictures.deriving import CLEANERS
from tests.accounts.pictures import samples
from tests.messaging.attachments.metadata import marked

CORPUS = dict(samples.browsers_show())
# WebP at quality 85, and the last bit of two colour engines.
TOLERANCE = 4
MEAN_ON_WHITE = """async data => {
  const bytes = Uint8Array.from(atob(data), character => character.charCodeAt(0));
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([bytes]));
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  const context = canvas.getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0);
  const { data: shown } = context.getImageData(0, 0, canvas.width, canvas.height);
  const sums = [0, 0, 0];
  for (let at = 0; at < shown.length; at += 4) for (let band = 0; band < 3; band++) sums[band] += shown[at + band];
  return sums.map(sum => sum * 4 / shown.length);
}"""


@pytest.fixture(scope="module")
def canvas(chromium: Browser) -> Page:
    return chromium.new_context().new_page()


@pytest.mark.parametrize("name", CORPUS)
def test_a_picture_keeps_the_colours_that_a_browser_shows(canvas, name):
    shown = canvas.evaluate(MEAN_ON_WHITE, base64.b64encode(CORPUS[name]).decode())
    stored = ImageStat.Stat(Image.open(io.BytesIO(convert(CORPUS[name])))).mean
    assert stored == pytest.approx(shown, abs=TOLERANCE)


NOT_SHOWN = ("heic", "png that begins with a text")
CLEANED = {name: data for name, data in marked.lossless() if not name.startswith(NOT_SHOWN)}


@pytest.mark.parametrize("name", CLEANED)
def test_a_picture_without_metadata_is_shown_as_before(canvas, name):
    cleaned = CLEANERS[f"image/{name.split()[0]}"](CLEANED[name]).data
    before, after = (
        canvas.evaluate(MEAN_ON_WHITE, base64.b64encode(data).decode()) for data in (CLEANED[name], cleaned)
    )
    assert after == pytest.approx(before, abs=0.01)
