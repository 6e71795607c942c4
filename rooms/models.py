"""Rooms, and who is in them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.db.models import F, Q
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.contract.errors import NotFound
from chatsite.contract.payloads import UserPayload
from chatsite.db.fields import KeyField
from chatsite.text.cleaning import name_key
from chatsite.text.times import lasts

MAX_NAME_CHARS = 60
MAX_DESCRIPTION_CHARS = 500
MAX_SLOW_MODE_S = 6 * 3600
# Folding a character's case makes at most three of it ("ΐ").
MAX_NAME_KEY_CHARS = 3 * MAX_NAME_CHARS
MAX_DIRECT_KEY_CHARS = 64


class RoomQuerySet(models.QuerySet["Room"]):
    """Names which rooms are meant."""

    def standing(self) -> Self:
        """Leave out the deleted ones."""
        return self.filter(deleted_at=None)

    def active(self) -> Self:
        """Keep those that can be written in."""
        return self.standing().filter(closed_at=None)

    def closed(self) -> Self:
        """Keep those that can only be read."""
        return self.standing().exclude(closed_at=None)

    def joined_by(self, user: User) -> Self:
        """Keep those that ``user`` is a member of."""
        return self.filter(pk__in=Membership.objects.current().filter(user=user).values("room"))

    def called(self, words: str) -> Self:
        """Keep those with ``words`` in their name; closed and private rooms have no key to compare with."""
        with_key = Q(active_name_key__contains=name_key(words))
        return self.filter(with_key | Q(active_name_key=None, name__icontains=words))

    def visible_to(self, user: User) -> Self:
        """Keep those that ``user`` may see: public ones and their own, administrators too."""
        return self._visible_to(user, [Room.Visibility.PUBLIC])

    def hidden_from(self, user: User | None) -> Self:
        """Keep those that are not public and not of ``user``, deleted ones too; without a person all not public."""
        own = Membership.objects.current().filter(user=user).values("room")
        return self.exclude(visibility=Room.Visibility.PUBLIC).exclude(pk__in=own)

    def within_reach_of(self, user: User) -> Self:
        """Keep those that ``user`` may join: those they see, and for administrators private ones too.

        These an administrator may also close, hand over or delete, and sanction their people, without reading them.
        """
        seats = [Room.Visibility.PRIVATE] if user.is_admin else []
        return self._visible_to(user, [Room.Visibility.PUBLIC, *seats])

    def _visible_to(self, user: User, kinds: list[str]) -> Self:
        own = Membership.objects.current().filter(user=user).values("room")
        return self.standing().filter(Q(visibility__in=kinds) | Q(pk__in=own))

    def listed_for(self, user: User) -> Self:
        """Leave out those that ``user`` has hidden and in which nothing new has been written since."""
        hidden = Membership.objects.filter(user=user, hidden_upto__gte=F("room__counter__last_message_seq"))
        return self.exclude(pk__in=hidden.values("room"))

    def with_payload(self) -> Self:
        """Fetch what a room's payload shows along with it."""
        return self.select_related("counter", "creator")


class Room(models.Model):
    """A conversation that people join.

    ``active_name_key`` is set only while the room is active and public: names are unique among these alone, so a name
    that is refused as taken reveals no other room. ``direct_key`` stands for the set of people of a direct room, which
    has no name of its own. ``version`` is that of the last change of this row; the room's own change counter is in
    :class:`RoomCounter`. With slow mode a plain member writes once every ``slow_mode_s`` seconds; 0 is off.
    """

    class Visibility(models.TextChoices):
        """Who may see a room."""

        PUBLIC = "public", _("Public")
        PRIVATE = "private", _("Private")
        DIRECT = "direct", _("Direct")

    class Writers(models.TextChoices):
        """Who may write in a room; with moderators alone it is for announcements."""

        MEMBERS = "members", _("Members")
        MODERATORS = "moderators", _("Moderators")

    name = models.CharField(_("name"), max_length=MAX_NAME_CHARS)
    active_name_key = KeyField(max_length=MAX_NAME_KEY_CHARS, unique=True, null=True, editable=False)
    description = models.CharField(_("topic"), max_length=MAX_DESCRIPTION_CHARS, blank=True)
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("created by")
    )
    direct_key = KeyField(max_length=MAX_DIRECT_KEY_CHARS, unique=True, null=True, editable=False)
    who_may_write = models.CharField(
        _("who can write"), max_length=10, choices=Writers, default=Writers.MEMBERS, db_default=Writers.MEMBERS
    )
    members_may_invite = models.BooleanField(_("members can invite"), default=False, db_default=False)
    is_default = models.BooleanField(_("default room"), default=False)
    slow_mode_s = models.PositiveIntegerField(default=0)
    version = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = RoomQuerySet.as_manager()

    # What is seen of the people of a direct room, once they were read (rooms.payloads.fetch_members).
    shown_members: list[UserPayload] | None = None

    class Meta:
        db_table = "rooms"
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.CheckConstraint(
                condition=Q(active_name_key__isnull=False, visibility="public", closed_at=None, deleted_at=None)
                | Q(active_name_key=None)
                & (Q(visibility__in=["private", "direct"]) | Q(closed_at__isnull=False) | Q(deleted_at__isnull=False)),
                name="rooms_only_active_public_ones_hold_their_name",
            ),
            models.CheckConstraint(
                condition=Q(direct_key=None) | Q(visibility="direct"), name="rooms_only_direct_ones_hold_a_direct_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name or gettext("Direct messages")

    @property
    def is_active(self) -> bool:
        """Tell whether the room can be written in."""
        return self.closed_at is None and self.deleted_at is None

    @property
    def is_public(self) -> bool:
        """Tell whether everyone may see the room."""
        return self.visibility == Room.Visibility.PUBLIC

    @property
    def is_direct(self) -> bool:
        """Tell whether the room is a conversation of some people, without a name, roles or a moderator."""
        return self.visibility == Room.Visibility.DIRECT

    def rename(self, name: str) -> None:
        """Give the room a name, which it holds against other public rooms while it is active and public."""
        self.name = name
        self.active_name_key = name_key(name) if self.is_active and self.is_public else None

    def close(self) -> None:
        """Make the room read-only and let go of its name."""
        self.closed_at = timezone.now()
        self.rename(self.name)

    def reopen(self) -> None:
        """Make the room writable again."""
        self.closed_at = None
        self.rename(self.name)

    def delete_softly(self) -> None:
        """Mark the room as gone."""
        self.deleted_at = timezone.now()
        self.rename(self.name)


class CounterQuerySet(models.QuerySet["RoomCounter"]):
    """Takes the lock that puts a room's changes in order."""

    def lock(self, room_id: int) -> "RoomCounter":
        """Return the room's counter, locked until the transaction ends.

        Raises:
            NotFound: there never was such a room, or it has been purged.
        """
        counters = self.lock_all([room_id])
        if not counters:
            raise NotFound
        return counters[room_id]

    def lock_all(self, room_ids: Collection[int]) -> dict[int, "RoomCounter"]:
        """Return the counters of ``room_ids`` that exist, locked in the order of their ids: no two callers deadlock.

        It is SQL, because every write begins here: putting the statement together took the ORM a quarter of a send.
        """
        if not connection.in_atomic_block:
            raise TransactionManagementError
        if not room_ids:
            return {}
        places = ", ".join(["%s"] * len(room_ids))
        statement = f"SELECT {', '.join(_COUNTED)} FROM room_counters WHERE room_id IN ({places}) ORDER BY room_id"  # noqa: S608 - names of ours
        if connection.features.has_select_for_update:
            statement += " FOR UPDATE"
        with connection.cursor() as cursor:
            cursor.execute(statement, list(room_ids))
            counters = [RoomCounter.from_db(connection.alias, _COUNTED, row) for row in cursor.fetchall()]
        return {counter.pk: counter for counter in counters}


_COUNTED = ["room_id", "version", "member_count", "last_message_seq"]


# More than a room can have changed between a backup and its restore.
VERSIONS_PER_REWIND = 1_000_000
Rewinds = list[list[int]]  # [[last version kept, first version after it], …], one for each restore


def rewound(version: int, rewinds: Rewinds | None) -> tuple[int, Rewinds]:
    """Skip, permanently, the versions that clients may have seen since the backup of a counter was made."""
    following = version + VERSIONS_PER_REWIND
    return following, [*(rewinds or ()), [version, following]]


class RoomCounter(models.Model):
    """A room's change counter, and what is counted with it.

    Every change inside a room locks this row first, so commit order is version order, and a rollback gives the
    number back. It is a row of its own because inserting a message takes a share lock on its room.
    """

    room = models.OneToOneField(Room, models.CASCADE, primary_key=True, related_name="counter")
    version = models.PositiveBigIntegerField(default=0)
    member_count = models.PositiveIntegerField(default=0)
    last_message_seq = models.PositiveBigIntegerField(default=0)
    rewinds = models.JSONField(null=True)  # Rewinds

    objects = CounterQuerySet.as_manager()

    class Meta:
        db_table = "room_counters"

    def __str__(self) -> str:
        return f"room {self.pk} at version {self.version}"

    def was_undone(self, version: int) -> bool:
        """Tell whether ``version`` is of a time that a restored backup knows nothing of."""
        return any(kept < version < following for kept, following in self.rewinds or ())

    def advance(self) -> int:
        """Take the next version and store it with whatever else was counted; return it."""
        self.version += 1
        self.store()
        return self.version

    def store(self) -> None:
        """Store what was counted, of a counter that is locked."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE room_counters SET version = %s, member_count = %s, last_message_seq = %s WHERE room_id = %s",
                [self.version, self.member_count, self.last_message_seq, self.pk],
            )


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Names which memberships are meant."""

    def current(self) -> Self:
        """Leave out those who left."""
        return self.filter(left_at=None)

    def listed(self) -> Self:
        """Leave out those whose person has hidden the room, until something new is written in it."""
        return self.exclude(hidden_upto__isnull=False, hidden_upto__gte=F("room__counter__last_message_seq"))

    def changed(self, *, since: int, upto: int) -> Self:
        """Keep those whose last change is after ``since`` and not after ``upto``, in version order."""
        return self.filter(version__gt=since, version__lte=upto).order_by("version")

    def banned(self) -> Self:
        """Keep those who may not come in now."""
        return self.filter(banned_until__gt=timezone.now())

    def sanctioned(self) -> Self:
        """Keep those who may not come in, or not write, now."""
        now = timezone.now()
        return self.filter(Q(banned_until__gt=now) | Q(muted_until__gt=now))

    def by_seniority(self) -> Self:
        """Moderators first, then the longest-standing."""
        return self.order_by(F("role").desc(), "joined_at", "pk")


class Membership(models.Model):
    """A person in a room, or one who was: the row stays when they leave, so that leaving is a change with a version.

    ``joined_version`` is the version of joining, ``version`` that of the last change. Everything up to
    ``last_read_seq`` has been read. Until ``muted_until`` they cannot write here, until ``banned_until`` not come in;
    ``wrote_at`` is when they last wrote under slow mode. Until a message after ``hidden_upto`` is written, the room is
    in none of their lists.
    """

    class Role(models.TextChoices):
        """What a member may do; the values sort by seniority below the owner."""

        OWNER = "owner", _("Owner")
        MODERATOR = "moderator", _("Moderator")
        MEMBER = "member", _("Member")

    class Notify(models.TextChoices):
        """What in a room calls for the member's attention."""

        EVERYTHING = "everything", _("Everything")
        MENTIONS = "mentions", _("Mentions")
        NOTHING = "nothing", _("Nothing")

    room = models.ForeignKey(Room, models.CASCADE, related_name="memberships", db_index=False, verbose_name=_("room"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)
    left_at = models.DateTimeField(_("left"), null=True, blank=True)
    joined_version = models.PositiveBigIntegerField()
    version = models.PositiveBigIntegerField()
    last_read_seq = models.PositiveBigIntegerField(default=0)
    muted_until = models.DateTimeField(null=True, blank=True)
    banned_until = models.DateTimeField(null=True, blank=True)
    wrote_at = models.DateTimeField(null=True, blank=True)
    notify = models.CharField(max_length=10, choices=Notify, default=Notify.EVERYTHING, db_default=Notify.EVERYTHING)
    is_favourite = models.BooleanField(default=False, db_default=False)
    hidden_upto = models.PositiveBigIntegerField(null=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = "room_memberships"
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="room_memberships_once")]
        indexes = [models.Index(fields=["room", "version"], name="room_memberships_changed")]

    def __str__(self) -> str:
        return gettext("{user} in {room}").format(user=self.user, room=self.room)

    @property
    def is_muted(self) -> bool:
        """Tell whether they may not write here."""
        return lasts(self.muted_until)

    @property
    def is_banned(self) -> bool:
        """Tell whether they may not come in."""
        return lasts(self.banned_until)

    @property
    def is_silent(self) -> bool:
        """Tell whether nothing in the room calls for their attention."""
        return self.notify == self.Notify.NOTHING

    def is_hidden(self, last_message_seq: int) -> bool:
        """Tell whether the room is in none of their lists, given its newest message."""
        return self.hidden_upto is not None and self.hidden_upto >= last_message_seq

    @property
    def has_been_in(self) -> bool:
        """Tell whether they are or were a member; an earlier release also kept rows of people banned from outside."""
        return self.left_at is None or self.version > self.joined_version

    @property
    def moderates(self) -> bool:
        """Tell whether their role is to look after the room."""
        return self.role in {Membership.Role.OWNER, Membership.Role.MODERATOR}

    def next_message_at(self, slow_mode_s: int) -> datetime | None:
        """Return when they may write again under slow mode; nothing when they may now."""
        if not slow_mode_s or self.wrote_at is None or self.moderates or self.user.is_admin:
            return None
        moment = self.wrote_at + timedelta(seconds=slow_mode_s)
        return moment if lasts(moment) else None
