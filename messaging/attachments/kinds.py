"""What a file is, by its content, and which files a browser may show inside a page."""

import mimetypes
from pathlib import Path

from messaging.attachments.models import Attachment

UNKNOWN_TYPE = "application/octet-stream"
# Shown inline: what browsers decode as a picture, a film or a sound, and never as a document with scripts.
SHOWN = {
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/avif",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "video/ogg",
    "audio/mpeg",
    "audio/mp4",
    "audio/ogg",
    "audio/webm",
    "audio/wav",
    "audio/flac",
    "audio/aac",
}


def served_type(attachment: Attachment) -> str | None:
    """Return the type with which a browser may show the file; nothing for one that is only downloaded."""
    is_shown = attachment.kind != Attachment.Kind.FILE and attachment.type in SHOWN
    return attachment.type if is_shown else None


def named_type(name: str) -> str:
    """Return the type that a name suggests, which is shown to people and decides on nothing."""
    return (mimetypes.guess_type(Path(name).name)[0] or UNKNOWN_TYPE)[:100]
