"""The JSON endpoints of people: parse, call a service, present."""

from functools import partial
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

from accounts import forms, services
from accounts.models import User
from accounts.payloads import limits_payload, me_payload
from accounts.pictures import avatars
from accounts.preferences import change_preferences, speak_as_chosen
from accounts.requests import SignedInRequest
from accounts.restrictions import require_not_muted
from accounts.security.devices import known_device, remember_device
from accounts.security.sessions import close_session, current_hash, open_session, renew_session
from chatsite.contract.account_answers import MeAnswer, RegisteredAnswer, StartAnswer
from chatsite.contract.errors import NotAuthenticated
from chatsite.web.addresses import client_address, site_origin
from chatsite.web.api import Action, Answer, Endpoint


def _register(request: HttpRequest, data: dict[str, Any]) -> Answer:
    user = services.register(**data, address=client_address(request), origin=site_origin(request))
    if user.awaits_approval:
        return JsonResponse({"user": me_payload(user), "awaits_approval": True}, status=202)
    open_session(request, user)
    return {"user": me_payload(user)}


def _set_up(request: HttpRequest, data: dict[str, Any]) -> Answer:
    user = services.set_up(**data)
    open_session(request, user)
    return {"user": me_payload(user)}


def _login(request: HttpRequest, data: dict[str, Any]) -> Answer:
    remember = data.pop("remember", False)
    device = known_device(request, data["email"])
    user = services.authenticate(**data, address=client_address(request), device=device)
    open_session(request, user, remember=remember)
    response = JsonResponse({"user": me_payload(user)})
    remember_device(response, user.email)
    speak_as_chosen(request, response, user)
    return response


def _logout(request: HttpRequest, data: dict[str, Any]) -> Answer:
    close_session(request)
    return None


def _me(request: HttpRequest, data: dict[str, Any]) -> Answer:
    get_token(request)  # a client's first call: its answer, also a 401, brings the CSRF cookie
    if not isinstance(request.user, User):
        raise NotAuthenticated
    response = JsonResponse({"user": me_payload(request.user), "limits": limits_payload(request.user)})
    speak_as_chosen(request, response, request.user)
    return response


def _change_preferences(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    change_preferences(request.user, data)
    response = JsonResponse({"user": me_payload(request.user)})
    speak_as_chosen(request, response, request.user)
    return response


def _change_profile(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    user = request.user
    if data.get("name", user.name) != user.name:  # before the password, so that a refusal leaves both as they are
        require_not_muted(user)
        forms.NewNameForm.parse({"name": data["name"]})
    if new := data.get("new_password"):
        current, code = data["current_password"], data.get("code", "")
        services.change_password(user=user, current=current, new=new, code=code, keep=current_hash(request))
        renew_session(request, user)
    if (name := data.get("name")) and name != user.name:
        services.choose_name(by=user, name=name)
    return {"user": me_payload(user)}


def _upload_picture(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    return {"user": me_payload(avatars.choose_avatar(by=request.user, data=data["file"].read()))}


def _remove_picture(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    return {"user": me_payload(avatars.clear_avatar(request.user))}


Entrance = partial(Action, anonymous=True, tokens=False)

register = Endpoint(POST=Entrance(_register, forms.RegisterForm, RegisteredAnswer, status=201, other_statuses=(202,)))
set_up = Endpoint(POST=Entrance(_set_up, forms.SetupForm, MeAnswer, status=201))
login = Endpoint(POST=Entrance(_login, forms.LoginForm, MeAnswer))
logout = Endpoint(POST=Action(_logout, unconfirmed=True, tokens=False))
me = Endpoint(GET=Action(_me, answer=StartAnswer, anonymous=True))
preferences = Endpoint(PUT=Action(_change_preferences, forms.PreferencesForm, MeAnswer, unconfirmed=True))
profile = Endpoint(PUT=Action(_change_profile, forms.ProfileForm, MeAnswer, unconfirmed=True, tokens=False))
picture = Endpoint(
    POST=Action(_upload_picture, forms.PictureForm, MeAnswer, multipart=True),
    DELETE=Action(_remove_picture, answer=MeAnswer),
)
