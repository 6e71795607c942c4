"""What can be done about people. Passwords are hashed before a transaction opens: a hash must not hold the database."""

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import broadcasts, hooks, mails
from accounts.hooks import invitations
from accounts.models import OneTimeLink, User, confirms_email
from accounts.restrictions import require_not_banned, require_not_muted
from accounts.security import limits, two_factor
from accounts.security.links import LinkGone, find_link, use_link
from accounts.security.sessions import EndReason, end_sessions
from chatsite.contract.errors import Conflict, InvalidCredentials, InvalidInput, NotAllowed
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import enqueue
from chatsite.limits.subjects import subject
from chatsite.limits.window import limited
from chatsite.text.languages import spoken


def register(*, email: str, name: str, password: str, address: str, origin: str, invitation: str = "") -> User:
    """Create an account, if registration is open; under approval it waits for an administrator.

    ``origin`` is the site's, for the links in mail. ``invitation`` is the token of one, of which a use is taken.

    Raises:
        NotAllowed: registration is closed, or by invitation and there is none.
        NotFound: the invitation does not work.
        RateLimited: too many accounts from this address, or too many invitations tried.
        InvalidInput: the password is too weak.
        Conflict: the email address is taken.
    """
    require_password_sign_in()
    require_registration(address, invitation)
    waits = settings.REGISTRATION == "approval"
    user = User(email=email, name=name, awaits_approval=waits, email_unconfirmed=confirms_email(), sees_welcome=True)
    user.password = hashed_password(password, user)
    return _register(user, origin, invitation)


def register_by_provider(user: User, *, origin: str, invitation: str = "", is_open: bool = False) -> User:
    """Create the account of a person whose address a provider of single sign-on vouches for; it has no password.

    Call :func:`require_registration` first; ``is_open`` as there.

    Raises:
        NotFound: the invitation does not work any more.
        Conflict: the email address is taken.
    """
    user.awaits_approval = settings.REGISTRATION == "approval" and not is_open
    user.set_unusable_password()
    return _register(user, origin, invitation)


def require_registration(address: str, invitation: str, *, is_open: bool = False) -> None:
    """Go on only if a new person may come now; ``is_open`` where whom they come by decides, and not REGISTRATION.

    Raises:
        NotAllowed: registration is closed, or by invitation and there is none.
        NotFound: the invitation does not work.
        RateLimited: too many accounts from this address, or too many invitations tried.
    """
    if not is_open and settings.REGISTRATION == "closed":
        raise NotAllowed(_("Registration is closed. Ask an administrator for an account."))
    if not is_open and settings.REGISTRATION == "invite" and not invitation:
        raise NotAllowed(_("You need an invitation to create an account here. Ask a member for a link."))
    if invitation:
        with limits.INVITATION_GUESSES.attempt(subject(address)):
            invitations.part.check(invitation)
    if not is_open:
        limits.registrations().take(subject(address))


def require_password_sign_in() -> None:
    """Go on only if people may sign in by a password here.

    Raises:
        NotAllowed: they sign in by a provider.
    """
    if not settings.PASSWORD_SIGN_IN:
        raise NotAllowed(_("Passwords are off here. Use single sign-on."))


@in_transaction
def _register(user: User, origin: str, invitation: str) -> User:
    _insert(user, invitation)
    if user.must_verify_email:
        enqueue(mails.confirm_email, user_id=user.pk, origin=origin, language=spoken())
    if user.awaits_approval and mail.is_configured():
        enqueue(mails.registration_waits, user_id=user.pk, origin=origin)
    return user


def create_administrator(*, email: str, name: str, password: str) -> User:
    """Create an account that administers the whole site.

    Raises:
        InvalidInput: the password is too weak.
        Conflict: the email address is taken.
    """
    administrator = User(email=email, name=name, is_staff=True, is_superuser=True)
    administrator.password = hashed_password(password, administrator)
    return _insert(administrator)


def set_up(*, token: str, email: str, name: str, password: str) -> User:
    """Create the first administrator with the link that the first run printed.

    Raises:
        LinkGone: the link is not valid, was used, or there is an administrator already.
        InvalidInput, Conflict: as for :func:`create_administrator`.
    """
    find_link(OneTimeLink.Purpose.SETUP, token)
    administrator = User(email=email, name=name, is_staff=True, is_superuser=True)
    administrator.password = hashed_password(password, administrator)
    return _set_up(token, administrator)


@in_transaction
def _set_up(token: str, administrator: User) -> User:
    use_link(OneTimeLink.Purpose.SETUP, token)
    if User.objects.administrators().exists():
        raise LinkGone
    return _insert(administrator)


def authenticate(*, email: str, password: str, code: str = "", address: str, device: str | None = None) -> User:
    """Return the person who signs in, as :func:`prove_account`.

    Raises:
        NotAllowed: as there, or people don't sign in by a password here.
        RateLimited, InvalidCredentials, SecondFactorRequired: as there.
    """
    require_password_sign_in()
    return prove_account(email=email, password=password, code=code, address=address, device=device)


def prove_account(*, email: str, password: str, code: str = "", address: str, device: str | None = None) -> User:
    """Return the person whose password it is; ``device`` is one they used before (:mod:`accounts.security.devices`).

    One hash is computed whether or not the account exists.

    Raises:
        RateLimited: too many attempts; nothing was hashed.
        InvalidCredentials: no such account, or another password.
        NotAllowed: the password is right, but the account is not usable now; says why.
        SecondFactorRequired: the password is right, and a code is needed that was not given, or is wrong.
    """
    with limits.sign_in_attempt(email, address, device):
        user = User.objects.with_email(email)
        if user is None:
            make_password(password)
            raise InvalidCredentials
        if not user.check_password(password):
            raise InvalidCredentials
    require_usable(user)
    two_factor.check(user, code)
    return user


def require_usable(user: User) -> None:
    """Go on only if ``user`` may sign in now.

    Raises:
        NotAllowed: they may not; says why.
    """
    if user.awaits_approval:
        raise NotAllowed(_("Your account is waiting for approval by an administrator."))
    if not user.is_active:
        raise NotAllowed(_("This account is deactivated. Contact an administrator."))
    require_not_banned(user)


def confirm_identity(user: User, *, password: str, code: str = "", is_fresh: bool = False) -> None:
    """Make sure that it is ``user`` who asks, and not someone at their unlocked screen, or who knows their password.

    A person without a password must have signed in just now, which ``is_fresh`` says.

    Raises:
        NotAllowed: they have no password, and signed in a while ago.
        RateLimited: too many wrong passwords or codes.
        InvalidInput: the password is wrong.
        SecondFactorRequired: the second factor is on, and ``code`` is missing or wrong.
    """
    if not user.proves_by_password:
        if not is_fresh:
            raise NotAllowed(_("To confirm that it's you, sign in again. Then you have 10 minutes for this."))
    else:
        _check_password(user, password)
    two_factor.check(user, code)


def _check_password(user: User, password: str) -> None:
    if not password:
        raise InvalidInput(fields={"current_password": [_("This field is required.")]})
    with limits.PASSWORD_CHECKS.attempt(str(user.pk)):
        if not user.check_password(password):
            raise InvalidInput(fields={"current_password": [_("That isn't your current password.")]})


@in_transaction
def rename(user: User, name: str) -> User:
    """Give ``user`` another name; the same one changes nothing."""
    if name != user.name:
        user.name = name
        user.save(update_fields=["name", "search_key"])
        broadcasts.user_updated(user)
    return user


@limited(limits.NAMES)
def choose_name(*, by: User, name: str) -> User:
    """Give oneself another name; the same one changes nothing.

    Raises:
        NotAllowed: ``by`` is muted everywhere.
        RateLimited: too many names.
    """
    if name != by.name:
        require_not_muted(by)
    return rename(by, name)


def change_password(*, user: User, current: str, new: str, code: str = "", keep: str | None = None) -> User:
    """Change the password and end every session but the one that goes by the hash ``keep``.

    Raises:
        NotAllowed: people don't sign in by a password here.
        RateLimited, SecondFactorRequired: as for :func:`confirm_identity`.
        InvalidInput: the current password is wrong, or the new one too weak.
    """
    require_password_sign_in()
    hashed = hashed_password(new, user, field="new_password")  # first: a code is good once
    confirm_identity(user, password=current, code=code)
    return store_password(user, hashed, keep=keep)


@in_transaction
def store_password(user: User, hashed: str, *, keep: str | None = None) -> User:
    """Store a new password's hash; every session but ``keep`` ends, and every link to change password or address."""
    user.password = hashed
    user.save(update_fields=["password"])
    user.one_time_links.filter(purpose__in=[OneTimeLink.Purpose.PASSWORD, OneTimeLink.Purpose.NEW_EMAIL]).delete()
    end_sessions(user, reason=EndReason.PASSWORD_CHANGED, keep=keep)
    if mail.is_configured():
        enqueue(mails.password_changed, user_id=user.pk, language=spoken())
    return user


def hashed_password(password: str, user: User, *, field: str = "password") -> str:
    """Return the hash of a password that ``user`` chose.

    Raises:
        InvalidInput: it is too weak; ``field`` is named.
    """
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise InvalidInput(fields={field: error.messages}) from None
    return make_password(password)


@in_transaction
def _insert(user: User, invitation: str = "") -> User:
    try:
        with transaction.atomic():
            user.save(force_insert=True)
    except IntegrityError:
        taken = _("An account with this email address already exists.")
        raise Conflict(taken, fields={"email": [taken]}) from None
    if invitation:
        invitations.part.use(invitation, user)
    if not user.awaits_approval:
        welcome(user)
    return user


def welcome(user: User) -> None:
    """Let the other apps know of a person who takes part from now on."""
    for tell in hooks.joined:
        tell(user)
