"""Email about accounts. Links are created when the email is sent, so the database stores none.

Text that a person chose, such as a name, is never in an email to them: anyone can register with another's address.
"""

from typing import Any

from django.conf import settings

from accounts.models import User
from accounts.security.links import confirmation_link, new_email_link, reset_link
from chatsite.jobs import mail
from chatsite.jobs.queue import handler


def administrator_addresses() -> list[str]:
    """Return the addresses for administrators: ADMIN_EMAILS, or else the addresses of their accounts."""
    return list(settings.ADMIN_EMAILS) or list(User.objects.administrators().values_list("email", flat=True))


@handler("password_reset_mail")
def password_reset(email: str, origin: str, language: str = "") -> None:
    """Send a link to choose a new password; to an address without an active account, nothing."""
    user = User.objects.with_email(email)
    if user and user.is_active:
        link = reset_link(user, origin=origin, is_mailed=True)
        mail.send("password_reset", [user.email], language=language, link=link)


@handler("password_changed_mail")
def password_changed(user_id: int, language: str = "") -> None:
    """Notify a person that their password was changed, in case someone else did it."""
    _notify(user_id, "password_changed", language)


@handler("sign_in_linked_mail")
def sign_in_linked(user_id: int, provider: str, language: str = "") -> None:
    """Notify a person that a provider was linked to their account, in case someone else did it."""
    _notify(user_id, "sign_in_linked", language, provider=provider)


@handler("sign_in_unlinked_mail")
def sign_in_unlinked(user_id: int, provider: str, language: str = "") -> None:
    """Notify a person that a provider was unlinked from their account, in case someone else did it."""
    _notify(user_id, "sign_in_unlinked", language, provider=provider)


@handler("confirm_email_mail")
def confirm_email(user_id: int, origin: str, language: str = "") -> None:
    """Send the link that confirms an address, unless it is confirmed."""
    user = User.objects.filter(pk=user_id, email_unconfirmed=True).first()
    if user:
        mail.send("confirm_email", [user.email], language=language, link=confirmation_link(user, origin=origin))


@handler("new_email_mail")
def new_email(user_id: int, email: str, stamp: str, origin: str, language: str = "") -> None:
    """Send the link that moves an account to ``email``; if the address has an account, notify its owner instead.

    A password that was changed since, as ``stamp`` shows, cancels the request.
    """
    owner = User.objects.with_email(email)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if owner:
        mail.send("email_taken", [owner.email])
    elif user and user.password_stamp == stamp:
        mail.send("new_email", [email], language=language, link=new_email_link(user, email, origin=origin))


@handler("email_change_mail")
def email_change(email: str, language: str = "") -> None:
    """Notify an account's address that the account is to get another one, in case someone else asked for it."""
    mail.send("email_change", [email], language=language)


@handler("email_changed_mail")
def email_changed(email: str, language: str = "") -> None:
    """Notify an account's earlier address that the account has another one."""
    mail.send("email_changed", [email], language=language)


@handler("account_deleted_mail")
def account_deleted(email: str, language: str = "") -> None:
    """Notify the address of an account that it was deleted."""
    mail.send("account_deleted", [email], language=language)


@handler("registration_waits_mail")
def registration_waits(user_id: int, origin: str) -> None:
    """Notify the administrators of an account that is waiting for approval."""
    user, addresses = User.objects.filter(pk=user_id, awaits_approval=True).first(), administrator_addresses()
    if user and addresses:
        link = f"{origin}/admin/accounts/user/{user.pk}/change/"
        mail.send("registration_waits", addresses, user=user, link=link)


@handler("approved_mail")
def approved(user_id: int, origin: str) -> None:
    """Notify a person that their account was approved."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.send("approved", [user.email], link=f"{origin}/login/")


def _notify(user_id: int, template: str, language: str, **context: Any) -> None:
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.send(template, [user.email], language=language, **context)
