"""What is read of reactions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from chatsite.contract.payloads import ReactionPayload
from messaging.models import Message
from messaging.queries import message_to_read
from messaging.reactions.models import Reaction

# So many people a payload names for each emoji; the others are counted.
MAX_USER_IDS = 100
MAX_REACTIONS = 100


def reactions_of(message_ids: Collection[int]) -> Mapping[int, list[ReactionPayload]]:
    """Return ``{message id: its reactions}``, each emoji where it was first used, in one query."""
    each = [F("message"), F("emoji")]
    rows = (
        Reaction.objects.filter(message__in=message_ids)
        .annotate(rank=Window(RowNumber(), partition_by=each, order_by="pk"))
        .annotate(count=Window(Count("pk"), partition_by=each))
        .filter(rank__lte=MAX_USER_IDS)
        .order_by("pk")
    )
    found: dict[int, dict[str, ReactionPayload]] = {}
    for message_id, emoji, user_id, count in rows.values_list("message", "emoji", "user", "count"):
        of_message = found.setdefault(message_id, {})
        of_message.setdefault(emoji, {"emoji": emoji, "count": count, "user_ids": []})["user_ids"].append(user_id)
    return {message_id: list(of_message.values()) for message_id, of_message in found.items()}


@dataclass(frozen=True, slots=True)
class ReactionPage:
    """Reactions of a message in the order in which people reacted, from after one on."""

    reactions: list[Reaction]
    has_more: bool


def reactions_to(
    *, user: User, room_id: int, seq: int, emoji: str | None = None, after: int = 0, limit: int = MAX_REACTIONS
) -> ReactionPage:
    """Return who reacted to a message, with any emoji or one; nothing of a deleted message.

    Raises:
        NotFound: there is no such room or message, or ``user`` may not see it.
        NotAllowed: ``user`` is banned from the room.
    """
    message: Message = message_to_read(user, room_id, seq)
    found = Reaction.objects.filter(message=message, pk__gt=after).select_related("user").order_by("pk")
    if emoji is not None:
        found = found.filter(emoji=emoji)
    rows = [] if message.is_deleted else list(found[: limit + 1])
    return ReactionPage(rows[:limit], len(rows) > limit)
