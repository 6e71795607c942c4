"""What these tests share."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile

from accounts.models import User
from messaging.attachments.models import Attachment
from messaging.attachments.services import receive
from rooms.models import Room
from tests.support.conversation import admin, room, signed_in

__all__ = ["admin", "room", "signed_in"]


@pytest.fixture(autouse=True)
def _own_media(tmp_path: Any, settings: Any) -> None:
    """Give each test a media folder of its own, on a disk that counts as large enough."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.UPLOAD_FREE_BYTES = 0


@pytest.fixture
def attach(room: Room, alice: User) -> Callable[..., Attachment]:
    """Return a function that uploads a file: Alice's, for the room, unless it says otherwise."""

    def upload(name: str = "notes.txt", content: bytes = b"hello", by: User = alice, to: Room = room) -> Attachment:
        return receive(by=by, room_id=to.pk, file=ContentFile(content), name=name)

    return upload


def files_on_disk() -> set[str]:
    """Return the files of attachments, and of uploads under way."""
    root = settings.MEDIA_ROOT
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
