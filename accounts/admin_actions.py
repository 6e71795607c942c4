"""The admin's actions on a person: title, effect, form, and the service that each calls."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts.admin_forms import LiftForm, ReasonForm, TermForm, UploadLimitForm
from accounts.models import User
from accounts.moderation import administration, sanctions
from accounts.requests import SignedInRequest
from chatsite.backoffice.actions import ActionGroup, RowAction, calling
from chatsite.web.addresses import site_origin


def approve(request: SignedInRequest, user: User) -> None:
    """Approve an account; its owner gets an email."""
    administration.approve(user, by=request.user, origin=site_origin(request))


def make_reset_link(request: SignedInRequest, user: User) -> str:
    """Create a password-reset link and show it."""
    link = administration.make_reset_link(user, by=request.user, origin=site_origin(request))
    return str(
        _("Password-reset link for {name}, valid once within 24 hours: {link}").format(name=user.name, link=link)
    )


def _is_waiting(user: User) -> bool:
    return user.awaits_approval


def _can_sign_in(user: User) -> bool:
    return _is_let_in(user) and not user.is_bot


def _signs_in_by_password(user: User) -> bool:
    return settings.PASSWORD_SIGN_IN and _can_sign_in(user)


def _is_let_in(user: User) -> bool:
    return user.is_active and not user.awaits_approval


def may_be_sanctioned(user: User) -> bool:
    """Return whether sanctions against ``user`` are offered."""
    return not user.is_superuser and not user.awaits_approval


PERSON_ACTIONS = {
    "approve": RowAction(
        _("Approve"), approve, _("Approves the account and emails them."), fits=_is_waiting, for_many=True
    ),
    "reject": RowAction(
        _("Reject"),
        calling(administration.reject),
        _("Deletes the account that is waiting for approval."),
        group=ActionGroup.RESTRICT,
        fits=_is_waiting,
        for_many=True,
        removes_row=True,
        is_dangerous=True,
    ),
    "make_reset_link": RowAction(
        _("Create password-reset link"),
        make_reset_link,
        _("They can choose a new password with it. Send it to them yourself."),
        fits=_signs_in_by_password,
        for_many=True,
    ),
    "end_sessions": RowAction(
        _("Sign out everywhere"),
        calling(administration.end_sessions),
        _("Ends all their sessions. They can sign in again."),
        fits=_can_sign_in,
        for_many=True,
    ),
    "turn_two_factor_off": RowAction(
        _("Turn off two-factor sign-in"),
        calling(administration.turn_two_factor_off),
        _("For a lost phone: they can sign in with the password alone."),
        fits=lambda user: bool(user.has_second_factor),
        for_many=True,
    ),
    "set_upload_limit": RowAction(
        _("Set upload limit"),
        calling(administration.set_upload_limit),
        _("How much they can upload in 24 hours, instead of the limit of the site."),
        UploadLimitForm,
        fits=_is_let_in,
    ),
    "unmute": RowAction(_("Unmute"), calling(sanctions.unmute), form=LiftForm, fits=lambda user: bool(user.is_muted)),
    "unban": RowAction(_("Unban"), calling(sanctions.unban), form=LiftForm, fits=lambda user: bool(user.is_banned)),
    "reactivate": RowAction(
        _("Reactivate"),
        calling(administration.reactivate),
        _("They can sign in again."),
        fits=lambda user: not user.is_active,
        for_many=True,
    ),
    "warn": RowAction(
        _("Warn"),
        calling(sanctions.warn),
        _("They see the warning now, or the next time they sign in."),
        ReasonForm,
        group=ActionGroup.RESTRICT,
        fits=may_be_sanctioned,
    ),
    "mute": RowAction(
        _("Mute everywhere"),
        calling(sanctions.mute),
        _("They can read every room but can't write in any."),
        TermForm,
        group=ActionGroup.RESTRICT,
        fits=may_be_sanctioned,
    ),
    "ban": RowAction(
        _("Ban"),
        calling(sanctions.ban),
        _("They are signed out and can't sign in until the ban ends."),
        TermForm,
        group=ActionGroup.RESTRICT,
        fits=may_be_sanctioned,
        is_dangerous=True,
    ),
    "deactivate": RowAction(
        _("Deactivate"),
        calling(administration.deactivate),
        _("They are signed out and can't sign in until you reactivate them. Their messages stay."),
        LiftForm,
        group=ActionGroup.RESTRICT,
        fits=_is_let_in,
        for_many=True,
        is_dangerous=True,
    ),
    "promote": RowAction(
        _("Make administrator"),
        calling(administration.promote),
        _("They get full administrator access."),
        group=ActionGroup.ROLE,
        fits=lambda user: _can_sign_in(user) and not user.is_superuser,
        for_many=True,
    ),
    "demote": RowAction(
        _("Make member"),
        calling(administration.demote),
        _("They lose administrator access."),
        group=ActionGroup.ROLE,
        fits=lambda user: bool(user.is_superuser),
        for_many=True,
    ),
}
