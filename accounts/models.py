"""People, their sessions, and the links that prove who they are."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from accounts.fields import EmailKeyField, SearchKeyField
from accounts.moderation.models import Action, ModerationEntry
from accounts.security.fields import HASH_CHARS, SessionHash, SessionKeyField
from chatsite.db.fields import KeyField
from chatsite.jobs import mail
from chatsite.text.cleaning import normalize_name
from chatsite.text.times import lasts

__all__ = ["Action", "ModerationEntry", "OneTimeLink", "Session", "TwoFactor", "User", "confirms_email"]

MAX_NAME_CHARS = 50
MAX_SEARCH_KEY_CHARS = 3 * MAX_NAME_CHARS
MAX_EMAIL_CHARS = 254
MAX_AGENT_CHARS = 200
MAX_LANGUAGE_CHARS = 16


class UserManager(BaseUserManager["User"]):
    """Creates people."""

    def create_user(self, *, email: str, name: str, password: str | None = None, **fields: Any) -> "User":
        """Create a person; without a password no one can sign in as them."""
        user = self.model(email=email, name=normalize_name(name), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, *, email: str, name: str = "Administrator", password: str | None = None) -> "User":
        """Create an administrator."""
        return self.create_user(email=email, name=name, password=password, is_staff=True, is_superuser=True)

    def with_email(self, email: str) -> "User | None":
        """Return the person with an email address; the address of a bot is no one's."""
        return self.filter(email=email, bot_kind="").first()

    def administrators(self) -> models.QuerySet["User"]:
        """Return those who administer the whole site."""
        return self.filter(is_active=True, is_superuser=True)


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in with an email address and a password, or a bot, which can't sign in by any way.

    ``auth_epoch`` grows whenever every earlier session must end: password change, deactivation, "log out everywhere".
    Until ``muted_until`` they read only, until ``banned_until`` they cannot sign in; ``notices_seen`` is the last entry
    of the moderation log about them that they have read. Why is written in the log. Without a ``language`` of their
    own they get the one that their browser asks for. ``last_seen_at`` is rounded, and empty unless they show it.
    ``sees_welcome`` is set from registering until they have seen to their profile and rooms, or do not want to.
    """

    class BotKind(models.TextChoices):
        """What speaks through an account that is no person's: a program with tokens, or an incoming webhook."""

        BOT = "bot", _("Bot")
        WEBHOOK = "webhook", _("Webhook")

    class Clock(models.TextChoices):
        """How hours are written; automatically means as in the browser's region."""

        AUTO = "auto", _("Automatic")
        TWELVE = "12", _("12 hours")
        TWENTY_FOUR = "24", _("24 hours")

    email = EmailKeyField(_("email"), max_length=MAX_EMAIL_CHARS, unique=True)
    name = models.CharField(_("name"), max_length=MAX_NAME_CHARS)
    search_key = SearchKeyField(max_length=MAX_SEARCH_KEY_CHARS, of="name", default="", db_default="", editable=False)
    avatar = models.CharField(max_length=100, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    awaits_approval = models.BooleanField(default=False)
    email_unconfirmed = models.BooleanField(default=False)
    auth_epoch = models.PositiveIntegerField(default=0)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    muted_until = models.DateTimeField(null=True, blank=True)
    banned_until = models.DateTimeField(null=True, blank=True)
    notices_seen = models.PositiveBigIntegerField(default=0)
    language = models.CharField(max_length=MAX_LANGUAGE_CHARS, blank=True)
    clock = models.CharField(max_length=4, choices=Clock, default=Clock.AUTO)
    shows_last_seen = models.BooleanField(default=True, db_default=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    sees_welcome = models.BooleanField(default=False, db_default=False)
    takes_direct_messages = models.BooleanField(default=True, db_default=True)
    upload_bytes_per_day = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    bot_kind = models.CharField(max_length=8, choices=BotKind, blank=True, default="", db_default="", editable=False)

    # Set on the instance that stands for the caller of a request or an event made with an access token.
    acts_by_token = False

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        db_table = "users"
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bot_kind="") | models.Q(is_staff=False, is_superuser=False),
                name="bots_are_no_administrators",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """Return what a session must carry to be this person's: it changes with the password and with the epoch."""
        return self._with_epoch(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Yield the same under each of SECRET_KEY_FALLBACKS, so that a new SECRET_KEY signs no one out."""
        return map(self._with_epoch, super().get_session_auth_fallback_hash())

    def _with_epoch(self, auth_hash: str) -> str:
        return f"{self.auth_epoch}:{auth_hash}"

    @property
    def password_stamp(self) -> str:
        """Return what changes with the password and says nothing of it, for work that its owner asked for."""
        return salted_hmac("accounts.password_stamp", self.password).hexdigest()[:16]

    @property
    def is_bot(self) -> bool:
        """Tell whether a program speaks through this account, which has no password and no address."""
        return self.bot_kind != ""

    @property
    def must_verify_email(self) -> bool:
        """Tell whether this person has yet to show that the email address is theirs before they may take part."""
        return self.email_unconfirmed and confirms_email()

    @property
    def owes_second_factor(self) -> bool:
        """Tell whether this person must turn two-factor sign-in on before they may administer."""
        return settings.ADMIN_TWO_FACTOR and self.is_administrator and not self.has_second_factor

    @property
    def daily_upload_bytes(self) -> int:
        """Return how much they may upload in 24 hours, by their own limit or the site's; 0 for no limit."""
        own = self.upload_bytes_per_day
        return int(settings.UPLOAD_BYTES_PER_DAY) if own is None else own

    @property
    def has_second_factor(self) -> bool:
        """Tell whether signing in as this person takes a code."""
        return TwoFactor.objects.filter(user=self, is_confirmed=True).exists()

    @property
    def proves_by_password(self) -> bool:
        """Tell whether this person has a password by which they sign in and confirm what they do."""
        return bool(settings.PASSWORD_SIGN_IN) and self.has_usable_password()

    @property
    def is_administrator(self) -> bool:
        """Tell whether this person was made an administrator, whom no one sanctions."""
        return self.is_active and self.is_superuser

    @property
    def is_admin(self) -> bool:
        """Tell whether this person may administer the whole site now: a program that acts as them may not."""
        return self.is_administrator and not self.acts_by_token and not self.owes_second_factor

    @property
    def may_create_rooms(self) -> bool:
        """Tell whether the operator lets this person create rooms."""
        return self.is_admin or bool(settings.ROOM_CREATION == "everyone")

    @property
    def is_muted(self) -> bool:
        """Tell whether this person may read, but write nowhere."""
        return lasts(self.muted_until)

    @property
    def is_banned(self) -> bool:
        """Tell whether this person is kept out for a time, or permanently."""
        return lasts(self.banned_until)


class Bot(User):
    """A bot, for a list of its own in the admin."""

    class Meta:
        proxy = True
        verbose_name = _("bot")
        verbose_name_plural = _("bots")


def confirms_email() -> bool:
    """Tell whether new people must confirm their email address: mail can be sent, and the operator wants it."""
    return settings.EMAIL_VERIFICATION == "required" and mail.is_configured()


class SessionQuerySet(models.QuerySet["Session"]):
    """Sessions, by what is asked of them."""

    def live(self) -> "SessionQuerySet":
        """Return those that have not expired."""
        return self.filter(expire_date__gt=timezone.now())

    def of(self, user: User) -> "SessionQuerySet":
        """Return the sessions of ``user``."""
        return self.filter(user=user)

    def hashed(self, hashes: Iterable[str]) -> "SessionQuerySet":
        """Return the sessions named by ``hashes``."""
        return self.filter(pk__in=[SessionHash(name) for name in hashes])

    def but(self, name: str | None) -> "SessionQuerySet":
        """Return all but the session that goes by the hash ``name``."""
        return self.exclude(pk=SessionHash(name)) if name else self.all()


class Session(AbstractBaseSession):
    """A browser or script that is signed in. A deleted row is an ended session; nothing else need be remembered.

    One that was opened by a provider's sign-in has its ``identity``, and the hash of the provider's name for it.
    """

    session_key = SessionKeyField(max_length=HASH_CHARS, primary_key=True)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")
    started_at = models.DateTimeField(default=timezone.now)
    last_seen_at = models.DateTimeField(default=timezone.now)
    address = models.CharField(max_length=45, blank=True)
    agent = models.CharField(max_length=MAX_AGENT_CHARS, blank=True)
    identity = models.ForeignKey(
        "accounts.ExternalIdentity", null=True, on_delete=models.CASCADE, related_name="sessions", db_constraint=False
    )
    provider_session = KeyField(max_length=HASH_CHARS, blank=True, default="", db_default="", db_index=True)

    in_backups = False
    objects = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[misc]

    class Meta:
        db_table = "sessions"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """Return the store that reads and writes this table."""
        store: type[SessionBase] = import_string(f"{settings.SESSION_ENGINE}.SessionStore")
        return store


class OneTimeLink(models.Model):
    """A link that lets its bearer do one thing once. Only a hash of its token is kept; using it deletes the row.

    One that ``was_mailed`` also proves that its bearer reads the account's mail, or that of the ``new_email`` to which
    the account is to move.
    """

    class Purpose(models.TextChoices):
        """What a link is for."""

        SETUP = "setup", _("Create the first administrator")
        PASSWORD = "password", _("Choose a new password")
        EMAIL = "email", _("Confirm an email address")
        NEW_EMAIL = "new_email", _("Change an email address")
        SIGN_IN = "sign_in", _("Sign in")

    token_hash = KeyField(max_length=HASH_CHARS, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="one_time_links")
    expires_at = models.DateTimeField()
    was_mailed = models.BooleanField(default=False)
    new_email = EmailKeyField(max_length=MAX_EMAIL_CHARS, blank=True)

    in_backups = False

    class Meta:
        db_table = "one_time_links"

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} until {self.expires_at}"

    @property
    def owner(self) -> User:
        """Return whose link it is; only the one for the set-up has no owner."""
        if self.user is None:
            raise LookupError(str(self))
        return self.user


class TwoFactor(models.Model):
    """A person's second factor: the key of their authenticator app, locked, and hashes of unused recovery codes."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="two_factor")
    locked_secret = models.CharField(max_length=255)
    is_confirmed = models.BooleanField(default=False)
    last_step = models.BigIntegerField(default=0)
    recovery_hashes = models.JSONField(default=list)

    class Meta:
        db_table = "two_factors"

    def __str__(self) -> str:
        return f"second factor of {self.user}"


from accounts.blocking.models import Block as Block  # noqa: E402 - a feature's models belong to the app
from accounts.single_sign_on.models import ExternalIdentity as ExternalIdentity  # noqa: E402
from accounts.single_sign_on.models import SpentToken as SpentToken  # noqa: E402
from accounts.tokens.models import AccessToken as AccessToken  # noqa: E402
