"""The headers of tus 1.0 (https://tus.io/protocols/resumable-upload), without I/O."""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from chatsite.contract.errors import ChatError, InvalidInput, UnsupportedMediaType
from chatsite.text.numbers import parse_number

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,termination"
CONTENT_TYPE = "application/offset+octet-stream"
MAX_METADATA_CHARS = 8_000
_WHOLE = re.compile(r"[0-9]{1,18}", re.ASCII)


class UnsupportedVersion(ChatError):
    """The client speaks another version of tus."""

    code: ClassVar[str] = "unsupported_version"
    status: ClassVar[int] = 412
    message = _("Send the header Tus-Resumable: 1.0.0.")


@dataclass(frozen=True, slots=True)
class Announced:
    """The file that a client is about to upload."""

    room_id: int
    name: str
    type: str
    length: int


def require_version(headers: Mapping[str, str]) -> None:
    """Go on only if the client speaks tus 1.0.

    Raises:
        UnsupportedVersion: it does not say so.
    """
    if headers.get("Tus-Resumable") != VERSION:
        raise UnsupportedVersion


def require_content_type(headers: Mapping[str, str]) -> None:
    """Go on only if the body is a part of a file.

    Raises:
        UnsupportedMediaType: it says to be something else.
    """
    if headers.get("Content-Type", "").partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise UnsupportedMediaType(_("Send the file with Content-Type: application/offset+octet-stream."))


def whole_number(headers: Mapping[str, str], name: str) -> int:
    """Return the number in a header.

    Raises:
        InvalidInput: it is missing, or no whole number.
    """
    text = headers.get(name, "")
    if not _WHOLE.fullmatch(text):
        raise InvalidInput(_("Send the header {name} with a whole number.").format(name=name))
    return int(text)


def announced(headers: Mapping[str, str]) -> Announced:
    """Return what the headers of a creation say of the file.

    Raises:
        InvalidInput: they do not say its length, or in which room it is to be sent.
    """
    length = whole_number(headers, "Upload-Length")
    facts = metadata(headers.get("Upload-Metadata", ""))
    room_id = parse_number(facts.get("room_id", ""))
    if room_id is None:
        raise InvalidInput(_("Send room_id in Upload-Metadata."))
    return Announced(room_id, facts.get("filename", ""), facts.get("filetype", "")[:100], length)


def metadata(header: str) -> dict[str, str]:
    """Return the pairs of ``Upload-Metadata``: ``name base64, name base64``.

    Raises:
        InvalidInput: it is not written so, or names something twice.
    """
    found: dict[str, str] = {}
    for pair in filter(None, (pair.strip() for pair in header[: MAX_METADATA_CHARS + 1].split(","))):
        name, _space, value = pair.partition(" ")
        if name in found or len(header) > MAX_METADATA_CHARS:
            raise _unreadable()
        found[name] = _decoded(value)
    return found


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        raise _unreadable() from None


def _unreadable() -> InvalidInput:
    return InvalidInput(_("Upload-Metadata can't be read."))
