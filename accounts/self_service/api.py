"""The JSON endpoints for moving an account to another address, and for deleting it."""

from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from accounts import forms
from accounts.payloads import me_payload
from accounts.requests import SignedInRequest
from accounts.security.devices import remember_device
from accounts.security.sessions import is_fresh
from accounts.self_service.deletion import delete_account
from accounts.self_service.email_change import change_email, request_email_change
from chatsite.contract.account_answers import EmailChangeAnswer
from chatsite.web.addresses import site_origin
from chatsite.web.api import Action, Answer, Endpoint

Data = dict[str, Any]


def _request_email_change(request: SignedInRequest, data: Data) -> Answer:
    password, origin, fresh = data.pop("current_password", ""), site_origin(request), is_fresh(request)
    is_pending = request_email_change(user=request.user, password=password, is_fresh=fresh, origin=origin, **data)
    return {"user": me_payload(request.user), "is_pending": is_pending}


def _change_email(request: HttpRequest, data: Data) -> Answer:
    user = change_email(data["token"])
    response = HttpResponse(status=HTTPStatus.NO_CONTENT)
    remember_device(response, user.email)
    return response


def _delete_account(request: SignedInRequest, data: Data) -> None:
    password = data.pop("current_password", "")
    delete_account(user=request.user, password=password, is_fresh=is_fresh(request), **data)


Own = partial(Action, unconfirmed=True, tokens=False)

account = Endpoint(DELETE=Own(_delete_account, forms.DeletionForm))
email_address = Endpoint(
    POST=Own(_request_email_change, forms.EmailChangeForm, EmailChangeAnswer),
    PUT=Action(_change_email, forms.TokenForm, anonymous=True, tokens=False),
)
