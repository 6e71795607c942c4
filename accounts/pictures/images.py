"""Any picture a person brings, as a small clean one. Nothing of the original but its pixels reaches the result."""

import tempfile
from typing import IO

from accounts.pictures import converting
from accounts.pictures.converting import Form
from chatsite.pictures import apart
from chatsite.pictures.bounds import Bounds

BOUNDS = Bounds()
PIECE_BYTES = 2**16


def converted(data: bytes, form: Form = Form.PERSON) -> bytes:
    """Return the picture ``data`` in ``form``, as :func:`accounts.pictures.converting.convert` describes it.

    Raises:
        BadImage: it is no picture, or one that is damaged or too large.
        Busy: no slot came free to read it.
    """
    result = bytearray()

    def take(output: IO[bytes]) -> None:
        while piece := output.read(PIECE_BYTES):
            result.extend(piece)

    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        apart.run(converting.work, form, source=file, sink=take, bounds=BOUNDS)
    return bytes(result)
