"""What these tests share: the marked rooms, and what was announced while they were filled."""

from collections.abc import Callable
from typing import Any

import pytest

from chatsite.realtime import Announcement
from tests.leaks.world import World, fill
from tests.support.announcements import announced_by
from tests.support.conversation import admin, signed_in

__all__ = ["admin", "announced_by", "signed_in"]


@pytest.fixture
def filled(announced_by: Callable[..., list[Announcement]], alice, bob, make_user, admin) -> tuple[World, Any]:
    """Return the rooms, and what was announced."""
    worlds: list[World] = []
    announced = announced_by(lambda: worlds.append(fill(alice, bob, make_user, admin)))
    return worlds[0], announced


@pytest.fixture
def world(filled: tuple[World, Any]) -> World:
    """Return the rooms."""
    return filled[0]


@pytest.fixture
def announced(filled: tuple[World, Any]) -> list[Announcement]:
    """Return what was announced while they were filled."""
    announced: list[Announcement] = filled[1]
    return announced
