"""Mail about people and their accounts. Links are made when the mail leaves, so none waits in the database.

What a person chose, such as a name, is in no mail to them: whoever registers another's address would write to it.
"""

from django.conf import settings

from accounts.models import User
from accounts.security.confirmation import confirmation_link
from accounts.security.passwords import reset_link
from chatsite.jobs import mail
from chatsite.jobs.queue import handler


def administrator_addresses() -> list[str]:
    """Return where mail for the hosts goes: ADMIN_EMAILS, or else the administrators' own addresses."""
    return list(settings.ADMIN_EMAILS) or list(User.objects.administrators().values_list("email", flat=True))


@handler("password_reset_mail")
def password_reset(email: str, origin: str, language: str = "") -> None:
    """Send the link to choose a new password; to an address without a usable account, nothing."""
    user = User.objects.filter(email=email, is_active=True).first()
    if user:
        link = reset_link(user, origin=origin, is_mailed=True)
        mail.send("password_reset", [user.email], language=language, link=link)


@handler("password_changed_mail")
def password_changed(user_id: int, language: str = "") -> None:
    """Tell a person that their password was changed, in case it was not they."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.send("password_changed", [user.email], language=language)


@handler("confirm_email_mail")
def confirm_email(user_id: int, origin: str, language: str = "") -> None:
    """Send the link that confirms the address, unless that has happened."""
    user = User.objects.filter(pk=user_id, email_unconfirmed=True).first()
    if user:
        mail.send("confirm_email", [user.email], language=language, link=confirmation_link(user, origin=origin))


@handler("registration_waits_mail")
def registration_waits(user_id: int, origin: str) -> None:
    """Tell the administrators that somebody waits for approval."""
    user, addresses = User.objects.filter(pk=user_id, awaits_approval=True).first(), administrator_addresses()
    if user and addresses:
        link = f"{origin}/admin/accounts/user/{user.pk}/change/"
        mail.send("registration_waits", addresses, user=user, link=link)


@handler("approved_mail")
def approved(user_id: int, origin: str) -> None:
    """Tell a person that they may sign in now."""
    user = User.objects.filter(pk=user_id).first()
    if user:
        mail.send("approved", [user.email], link=f"{origin}/login/")
