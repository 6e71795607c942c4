"""The JSON endpoints of what keeps an account safe: sessions, second factor, lost passwords, email addresses."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts import forms, services
from accounts.payloads import me_payload, session_payload
from accounts.requests import SignedInRequest
from accounts.security import confirmation, passwords, two_factor
from accounts.security.devices import remember_device
from accounts.security.sessions import (
    current_hash,
    end_session,
    is_fresh,
    open_session,
    sessions_of,
    sign_out_everywhere,
)
from accounts.security.sign_in_links import sign_in_by_link
from chatsite.contract.account_answers import (
    EnrolmentAnswer,
    MeAnswer,
    RecoveryCodesAnswer,
    SecondFactorAnswer,
    SessionsAnswer,
)
from chatsite.web.addresses import client_address, site_origin
from chatsite.web.api import Action, Answer, Endpoint

Data = dict[str, Any]


def _list_sessions(request: SignedInRequest, data: Data) -> Answer:
    current = current_hash(request)
    return {"sessions": [session_payload(session, current=current) for session in sessions_of(request.user)]}


def _end_other_sessions(request: SignedInRequest, data: Data) -> None:
    sign_out_everywhere(request.user, keep=current_hash(request))


def _end_session(request: SignedInRequest, data: Data, session_id: str) -> None:
    end_session(request.user, session_id)


def _show_second_factor(request: SignedInRequest, data: Data) -> Answer:
    return {
        "enabled": request.user.has_second_factor,
        "required": request.user.owes_second_factor,
        "recovery_codes_left": two_factor.recovery_codes_left(request.user),
    }


def _begin_second_factor(request: SignedInRequest, data: Data) -> Answer:
    _confirm_identity(request, data)
    return dict(two_factor.begin(request.user))


def _confirm_second_factor(request: SignedInRequest, data: Data) -> Answer:
    return {"recovery_codes": two_factor.confirm(request.user, data["code"], keep=current_hash(request))}


def _turn_second_factor_off(request: SignedInRequest, data: Data) -> None:
    _confirm_identity(request, data)
    two_factor.turn_off(request.user)


def _renew_recovery_codes(request: SignedInRequest, data: Data) -> Answer:
    _confirm_identity(request, data)
    return {"recovery_codes": two_factor.renew_recovery_codes(request.user)}


def _confirm_identity(request: SignedInRequest, data: Data) -> None:
    password, code = data.get("current_password", ""), data.get("code", "")
    services.confirm_identity(request.user, password=password, code=code, is_fresh=is_fresh(request))


def _request_reset(request: HttpRequest, data: Data) -> None:
    passwords.request_reset(**data, address=client_address(request), origin=site_origin(request))


def _reset_password(request: HttpRequest, data: Data) -> Answer:
    user = passwords.reset_password(token=data["token"], new=data["new_password"])
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    remember_device(response, user.email)
    return response


def _confirm_email(request: HttpRequest, data: Data) -> None:
    confirmation.confirm_email(data["token"])


def _send_confirmation(request: SignedInRequest, data: Data) -> None:
    confirmation.send_confirmation_again(request.user, origin=site_origin(request))


def _sign_in_by_link(request: HttpRequest, data: Data) -> Answer:
    """Sign in by a link that an operator made; for administrators."""
    user = sign_in_by_link(data["token"])
    open_session(request, user)
    return {"user": me_payload(user)}


# Someone whose address is not confirmed yet may still look after their account.
Own = partial(Action, unconfirmed=True, tokens=False)

sessions = Endpoint(GET=Own(_list_sessions, answer=SessionsAnswer), DELETE=Own(_end_other_sessions))
session = Endpoint(DELETE=Own(_end_session))
second_factor = Endpoint(
    GET=Own(_show_second_factor, answer=SecondFactorAnswer),
    POST=Own(_begin_second_factor, forms.IdentityForm, EnrolmentAnswer, status=201),
    PUT=Own(_confirm_second_factor, forms.CodeForm, RecoveryCodesAnswer),
    DELETE=Own(_turn_second_factor_off, forms.IdentityForm),
)
recovery_codes = Endpoint(POST=Own(_renew_recovery_codes, forms.IdentityForm, RecoveryCodesAnswer, status=201))
sign_in_link = Endpoint(POST=Action(_sign_in_by_link, forms.TokenForm, MeAnswer, anonymous=True, tokens=False))
password_reset = Endpoint(
    POST=Action(_request_reset, forms.EmailForm, anonymous=True, tokens=False),
    PUT=Action(_reset_password, forms.NewPasswordForm, anonymous=True, tokens=False),
)
email_confirmation = Endpoint(
    POST=Own(_send_confirmation), PUT=Action(_confirm_email, forms.TokenForm, anonymous=True, tokens=False)
)
