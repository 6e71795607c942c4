"""Who has blocked whom."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.blocking.models import Block
from accounts.models import User
from chatsite.db.prepared import Prepared, PreparedRows

MAX_BLOCKS = 1_000


class Blocking(NamedTuple):
    """That one person has blocked another."""

    user_id: int
    blocked_id: int


def blocks_of(user: User) -> "QuerySet[Block]":
    """Return whom ``user`` has blocked, newest first, with the people."""
    return Block.objects.filter(user=user).select_related("blocked").order_by("-pk")


def blocked_by(user_ids: Collection[int]) -> dict[int, list[int]]:
    """Return ``{user id: ids of the people they have blocked}`` in one query; a person without blocks is missing."""
    found: dict[int, list[int]] = {}
    for block in _of_people(user_ids):
        found.setdefault(block.user_id, []).append(block.blocked_id)
    return found


_of_people = Prepared(lambda users: Block.objects.filter(user__in=users).order_by("user", "blocked"))


def blockings(by: Collection[int], of: Collection[int]) -> set[Blocking]:
    """Return which people of ``by`` have blocked which of ``of``, in one query."""
    return {Blocking(*row) for row in _blocks_between(by, of)}


_blocks_between = PreparedRows(
    lambda by, of: Block.objects.filter(user__in=by, blocked__in=of).values_list("user", "blocked")
)


def blockings_among(user_ids: Collection[int]) -> set[Blocking]:
    """Return who of some people has blocked whom of them, in one query."""
    return blockings(user_ids, user_ids)


def involving(user: User) -> Q:
    """Return the condition on blocks that they are by or of ``user``."""
    return Q(user=user) | Q(blocked=user)
