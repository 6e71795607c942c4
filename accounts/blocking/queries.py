"""Who has blocked whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.blocking.models import Block
from accounts.models import User

MAX_BLOCKS = 1_000


class Blocking(NamedTuple):
    """That one person has blocked another."""

    user_id: int
    blocked_id: int


def blocks_of(user: User) -> "QuerySet[Block]":
    """Return whom ``user`` has blocked, newest first, with the people."""
    return Block.objects.filter(user=user).select_related("blocked").order_by("-pk")


def blocked_by(user_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return ``{user id: ids of the people they have blocked}``; a person without blocks is missing."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    rows = Block.objects.filter(user__in=user_ids).order_by("user", "blocked")
    for user_id, blocked_id in rows.values_list("user", "blocked"):
        found[user_id].append(blocked_id)
    return found


def blockings(by: Collection[int], of: Collection[int]) -> set[Blocking]:
    """Return which people of ``by`` have blocked which of ``of``, in one query."""
    rows = Block.objects.filter(user__in=by, blocked__in=of)
    return {Blocking(*row) for row in rows.values_list("user", "blocked")}


def blockings_among(user_ids: Collection[int]) -> set[Blocking]:
    """Return who of some people has blocked whom of them, in one query."""
    return blockings(user_ids, user_ids)


def involving(user: User) -> Q:
    """Return the condition on blocks that they are by or of ``user``."""
    return Q(user=user) | Q(blocked=user)
