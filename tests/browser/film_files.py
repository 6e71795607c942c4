"""Films, made by a browser: what it records of a canvas."""

import base64

from tests.browser.person import Person

# A canvas of one colour with a moving white bar, recorded for some seconds. Such a WebM does not say how long it is.
RECORD = """async ([width, height, seconds]) => {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const brush = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm;codecs=vp8" });
  const pieces = [];
  recorder.addEventListener("dataavailable", ({ data }) => pieces.push(data));
  const drawing = setInterval(() => {
    brush.fillStyle = "teal";
    brush.fillRect(0, 0, width, height);
    brush.fillStyle = "white";
    brush.fillRect((performance.now() / 10) % width, 0, 10, height);
  }, 40);
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const ended = new Promise((resolve) => recorder.addEventListener("stop", resolve));
  recorder.stop();
  await ended;
  clearInterval(drawing);
  const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}"""


def film(person: Person, size: tuple[int, int] = (640, 360), seconds: float = 2) -> bytes:
    """Return a WebM that a person's browser records."""
    return base64.b64decode(person.page.evaluate(RECORD, [*size, seconds]))
