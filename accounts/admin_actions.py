"""What the admin can do with a person: what each act is called, what it asks for, which service it calls."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import administration
from accounts.admin_forms import LiftForm, ReasonForm, TermForm
from accounts.models import User
from accounts.moderation import sanctions
from accounts.requests import SignedInRequest
from chatsite.backoffice.actions import Act
from chatsite.web.addresses import site_origin


def by_administrator(service: Callable[..., object]) -> Callable[..., object]:
    """Return what an act does: ``service(person, by=administrator)`` with what was filled in."""

    def do(request: SignedInRequest, user: User, **filled_in: Any) -> None:
        service(user, by=request.user, **filled_in)

    return do


def approve(request: SignedInRequest, user: User) -> None:
    """Let a person in, and write to them."""
    administration.approve(user, by=request.user, origin=site_origin(request))


def make_reset_link(request: SignedInRequest, user: User) -> str:
    """Make a link, and show it."""
    link = administration.make_reset_link(user, by=request.user, origin=site_origin(request))
    return str(_("For {name}, good once and for a day: {link}").format(name=user.name, link=link))


def _waits(user: User) -> bool:
    return user.awaits_approval


def _is_in(user: User) -> bool:
    return user.is_active and not user.awaits_approval


def _may_be_sanctioned(user: User) -> bool:
    return not user.is_superuser and not user.awaits_approval


ACTS = {
    "approve": Act(_("Approve"), approve, _("let in who waits, and write to them"), fits=_waits, for_many=True),
    "reject": Act(
        _("Reject"),
        by_administrator(administration.reject),
        _("delete an account that waits for approval"),
        fits=_waits,
        for_many=True,
        ends=True,
    ),
    "warn": Act(
        _("Warn"),
        by_administrator(sanctions.warn),
        _("they are told at once, or when they come back"),
        ReasonForm,
        fits=_may_be_sanctioned,
    ),
    "mute": Act(
        _("Mute everywhere"),
        by_administrator(sanctions.mute),
        _("they can read, but write nowhere on this site"),
        TermForm,
        fits=_may_be_sanctioned,
    ),
    "unmute": Act(
        _("Let write again"), by_administrator(sanctions.unmute), form=LiftForm, fits=lambda user: bool(user.is_muted)
    ),
    "ban": Act(
        _("Ban"),
        by_administrator(sanctions.ban),
        _("they are signed out everywhere and cannot sign in until it is over"),
        TermForm,
        fits=_may_be_sanctioned,
    ),
    "unban": Act(
        _("Lift the ban"), by_administrator(sanctions.unban), form=LiftForm, fits=lambda user: bool(user.is_banned)
    ),
    "deactivate": Act(
        _("Deactivate"),
        by_administrator(administration.deactivate),
        _("keep out until reactivated, and cut at once; what they wrote stays"),
        LiftForm,
        fits=_is_in,
        for_many=True,
    ),
    "reactivate": Act(
        _("Reactivate"),
        by_administrator(administration.reactivate),
        _("let in again"),
        fits=lambda user: not user.is_active,
        for_many=True,
    ),
    "end_sessions": Act(
        _("End all sessions"),
        by_administrator(administration.end_sessions),
        _("they are signed out everywhere and may sign in again"),
        fits=_is_in,
        for_many=True,
    ),
    "make_reset_link": Act(
        _("Make a one-time link"),
        make_reset_link,
        _("with it they choose a new password, for when mail does not help"),
        fits=_is_in,
        for_many=True,
    ),
    "turn_two_factor_off": Act(
        _("Turn two-factor sign-in off"),
        by_administrator(administration.turn_two_factor_off),
        _("for a lost phone: the password alone lets them in"),
        fits=lambda user: bool(user.has_second_factor),
        for_many=True,
    ),
    "promote": Act(
        _("Make administrator"),
        by_administrator(administration.promote),
        _("they may do all that you may"),
        fits=lambda user: _is_in(user) and not user.is_superuser,
        for_many=True,
    ),
    "demote": Act(
        _("Make member"),
        by_administrator(administration.demote),
        _("no administrator any more"),
        fits=lambda user: bool(user.is_superuser),
        for_many=True,
    ),
}
