"""What the outside sees of attachments."""

from typing import Literal, cast
from urllib.parse import quote

from django.conf import settings

from chatsite.contract.payloads import AttachmentPayload
from messaging.attachments.models import Attachment


def attachment_payload(attachment: Attachment) -> AttachmentPayload:
    """Return a file as the readers of its message see it."""
    url = address(attachment)
    return {
        "id": str(attachment.pk),
        "name": attachment.name,
        "size": attachment.size,
        "type": attachment.type,
        "kind": cast('Literal["image", "video", "audio", "file"]', attachment.kind),
        "url": url,
        "width": attachment.width,
        "height": attachment.height,
        "previews": [
            {
                "url": f"{url}/{one['size']}",
                "width": one["width"],
                "height": one["height"],
                "is_animated": one["is_animated"],
            }
            for one in attachment.previews
        ],
        "blurhash": attachment.blurhash or None,
        "duration_s": attachment.duration_s,
        "waveform": attachment.waveform,
        "removed": attachment.removed,
        "alt": attachment.alt,
    }


def address(attachment: Attachment) -> str:
    """Return the path of the file; it ends in the file's name."""
    return f"{settings.MEDIA_URL}{settings.ATTACHMENTS_FOLDER}/{attachment.pk}/{quote(attachment.name, safe='')}"
