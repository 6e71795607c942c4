"""Who signs in by a provider: the linked account, or a new one. An email address alone never opens an account."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import services
from accounts.forms import AddressField, PersonNameField
from accounts.models import MAX_NAME_CHARS, User
from accounts.single_sign_on import groups
from accounts.single_sign_on.exchange import ExternalPerson
from accounts.single_sign_on.models import MAX_EMAIL_CHARS, ExternalIdentity
from accounts.single_sign_on.providers import SignInFailed, about
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.db.transactions import in_transaction
from chatsite.env import IdentityProvider
from chatsite.text.emails import email_key


class LinkNeeded(SignInFailed):
    """An account has this email address. Its owner must prove that the person is the same."""

    def __init__(self, email: str):
        super().__init__()
        self.email = email


def sign_in(
    provider: IdentityProvider, person: ExternalPerson, *, address: str, origin: str, invitation: str = ""
) -> ExternalIdentity:
    """Return the identity of the person who signs in, whose account may be new, with what their groups give them.

    Raises:
        LinkNeeded: an account has their address, and is not linked.
        SignInFailed: no account is linked, and the provider does not vouch for their address.
        NotAllowed: the account is not usable now, or new people can't come by this provider; says why.
        NotFound, RateLimited: as for :func:`accounts.services.register_by_provider`.
    """
    found = _identity(provider, person) or _new_person(provider, person, address, origin, invitation)
    services.require_usable(found.user)
    return _note(found, provider, person)


def _identity(provider: IdentityProvider, person: ExternalPerson) -> ExternalIdentity | None:
    identities = ExternalIdentity.objects.select_related("user")
    return identities.filter(provider=provider.name, subject=person.subject).first()


@in_transaction
def _note(identity: ExternalIdentity, provider: IdentityProvider, person: ExternalPerson) -> ExternalIdentity:
    identity.last_used_at, identity.email = timezone.now(), person.claimed_email[:MAX_EMAIL_CHARS]
    identity.save(update_fields=["last_used_at", "email"])
    groups.give(identity, provider, person.groups)
    return identity


def _new_person(
    provider: IdentityProvider, person: ExternalPerson, address: str, origin: str, invitation: str
) -> ExternalIdentity:
    email = _address(provider, person)
    if User.objects.filter(email=email).exists():
        raise LinkNeeded(email_key(email))
    if provider.registration == "closed":
        sentence = _("No account here is linked to this one at {provider}. Ask an administrator for an account.")
        raise NotAllowed(about(sentence, provider))
    user = User(email=email, name=_name(person, email), sees_welcome=True)
    return _register(user, provider, person, address=address, origin=origin, invitation=invitation)


def _register(
    user: User, provider: IdentityProvider, person: ExternalPerson, *, address: str, origin: str, invitation: str
) -> ExternalIdentity:
    """Create the account and its identity; of two attempts at once, the second finds what the first created."""

    is_open = provider.registration == "open"

    @in_transaction
    def register() -> ExternalIdentity:
        services.register_by_provider(user, origin=origin, invitation=invitation, is_open=is_open)
        return ExternalIdentity.objects.create(user=user, provider=provider.name, subject=person.subject)

    services.require_registration(address, invitation, is_open=is_open)
    try:
        return register()
    except (Conflict, IntegrityError):
        found = _identity(provider, person)
        if found is None:
            raise
        return found


def _address(provider: IdentityProvider, person: ExternalPerson) -> str:
    if not person.email:
        sentence = _(
            "{provider} doesn't confirm that your email address is yours. Confirm it there, then sign in again."
        )
        raise SignInFailed(about(sentence, provider))
    try:
        return str(AddressField().clean(person.email))
    except ValidationError:
        raise SignInFailed(
            about(_("The email address that {provider} has of you can't be used here."), provider)
        ) from None


def _name(person: ExternalPerson, email: str) -> str:
    """Return the first name that may be used here."""
    field = PersonNameField()
    for name in (*person.names, email.partition("@")[0]):
        try:
            return str(field.clean(name[:MAX_NAME_CHARS]))
        except ValidationError:
            continue
    return str(_("New member"))
