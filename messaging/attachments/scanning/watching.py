"""Does the virus scanner work? For ``manage.py doctor``."""

import io
from collections.abc import Iterator

from django.conf import settings

from chatsite.doctor.findings import Finding, doubtful, fine, wrong
from messaging.attachments.scanning.clamd import ScannerDown, TooLongToScan
from messaging.attachments.scanning.scanner import scanner

# What every scanner finds (https://www.eicar.org), in parts so that none finds it here.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def examine() -> Iterator[Finding]:
    """Tell whether the scanner answers, finds a harmless sample, and takes the largest file."""
    if not settings.UPLOAD_SCANNER:
        return
    name = f"The virus scanner at {settings.UPLOAD_SCANNER}"
    try:
        if not scanner().found_in(io.BytesIO(EICAR)):
            yield wrong(f"{name} finds no test virus.", "Look at clamd's log: its signatures may be missing.")
            return
        scanner().found_in(_Zeros(settings.UPLOAD_FILE_BYTES))
    except ScannerDown as error:
        yield wrong(f"{name} can't be asked: {error}.", "Start clamd, or correct UPLOAD_SCANNER.")
    except TooLongToScan:
        yield doubtful(
            f"{name} doesn't take files of UPLOAD_FILE_BYTES ({settings.UPLOAD_FILE_BYTES:,}).",
            "Set StreamMaxLength in clamd.conf to that or more.",
        )
    else:
        yield fine(f"{name} finds a test virus and takes the largest file.")


class _Zeros:
    """A file of zeros that takes no memory."""

    def __init__(self, size: int):
        self._left = size

    def read(self, size: int, /) -> bytes:
        """Read."""
        count = min(size, self._left)
        self._left -= count
        return bytes(count)
