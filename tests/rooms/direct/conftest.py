"""What these tests share: a direct room of Alice and Bob."""

import pytest

from rooms.direct.services import open_direct
from rooms.models import Room


@pytest.fixture
def direct(alice, bob):
    """Return the direct room that Alice opened with Bob."""
    return Room.objects.get(pk=open_direct(by=alice, user_ids=[bob.pk]).room["id"])
