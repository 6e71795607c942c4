"""What the operator has set outside the browser, as administrators see it: in words, and by which setting."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.models import confirms_email
from chatsite.contract.sentences import Sentence
from chatsite.jobs import mail

REGISTRATION = {
    "open": _("Open: anyone can create an account."),
    "approval": _("With approval: an administrator reviews each new account."),
    "invite": _("By invitation: only people with an invitation link can create an account."),
    "closed": _("Closed: no one can create an account."),
}
DIRECT_MESSAGES = {
    "everyone": _("Everyone can write to everyone."),
    "shared_rooms": _("People can write to people they share a room with."),
    "off": _("Off: people can't write to each other directly."),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One setting in words."""

    title: Sentence
    value: Sentence
    setting: str


def registration() -> Sentence:
    """Return who can register."""
    return REGISTRATION[settings.REGISTRATION]


def mail_server() -> Sentence:
    """Return how email is sent."""
    if not mail.is_configured():
        return _("Not set up: no email is sent.")
    host = getattr(settings, "EMAIL_HOST", "")
    return _("Sent through {server}.").format(server=f"{host}:{settings.EMAIL_PORT}") if host else _("Set up.")


def facts() -> Iterator[Fact]:
    """Yield the settings that decide how people experience the site."""
    yield Fact(_("Site address"), settings.SITE_URL or _("Not set: taken from each request."), "SITE_URL")
    yield Fact(_("Registration"), registration(), "REGISTRATION")
    confirmation = _("New accounts confirm their address.") if confirms_email() else _("Not asked for.")
    yield Fact(_("Email confirmation"), confirmation, "EMAIL_VERIFICATION")
    yield Fact(_("Email"), mail_server(), "EMAIL_URL")
    yield Fact(_("Sender"), settings.DEFAULT_FROM_EMAIL, "DEFAULT_FROM_EMAIL")
    everyone = settings.ROOM_CREATION == "everyone"
    yield Fact(
        _("New rooms"), _("Everyone can create rooms.") if everyone else _("Only administrators."), "ROOM_CREATION"
    )
    yield Fact(_("Direct messages"), DIRECT_MESSAGES[settings.DIRECT_MESSAGES], "DIRECT_MESSAGES")
    required = settings.ADMIN_TWO_FACTOR
    yield Fact(
        _("Two-factor sign-in"), _("Required for administrators.") if required else _("Optional."), "ADMIN_TWO_FACTOR"
    )
