"""The JSON endpoints of linked sign-ins."""

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from accounts import services
from accounts.forms import IdentityForm
from accounts.requests import SignedInRequest
from accounts.security.devices import known_device
from accounts.security.sessions import PROVIDER, current_hash, is_fresh
from accounts.single_sign_on import attempts, linking, pending
from accounts.single_sign_on.attempts import new_attempt
from accounts.single_sign_on.exchange import sign_in_url
from accounts.single_sign_on.forms import ClaimForm, LinkForm
from accounts.single_sign_on.payloads import identities_of, provider_payload
from accounts.single_sign_on.providers import provider_named, start_page
from chatsite.contract.account_answers import AddressAnswer, IdentitiesAnswer
from chatsite.web.addresses import client_address
from chatsite.web.api import Action, Answer, Endpoint

Data = dict[str, Any]

ACCOUNT_PAGE = "/settings/account/"


def _list_identities(request: SignedInRequest, data: Data) -> Answer:
    """Return the caller's linked sign-ins, and the providers that can be linked."""
    return {
        "identities": identities_of(request.user),
        "providers": list(map(provider_payload, settings.OIDC_PROVIDERS)),
        "has_password": request.user.proves_by_password,
    }


def _begin_link(request: SignedInRequest, data: Data) -> Answer:
    """Begin to link a provider: return the address to go to, which leads back to the settings."""
    provider = provider_named(data["provider"])
    _confirm_identity(request, data)
    attempt = new_attempt(provider.name, next_page=ACCOUNT_PAGE, linking=current_hash(request) or "")
    response = JsonResponse({"url": sign_in_url(provider, attempt)})
    attempts.remember(request, response, attempt)
    return response


def _unlink(request: SignedInRequest, data: Data, identity_id: int) -> None:
    """Unlink a sign-in; other sessions that came by it end."""
    _confirm_identity(request, data)
    linking.unlink(request.user, identity_id, keep=current_hash(request))
    if request.session.get(PROVIDER, {}).get("identity") == identity_id:
        del request.session[PROVIDER]


def _confirm_identity(request: SignedInRequest, data: Data) -> None:
    password, code = data.get("current_password", ""), data.get("code", "")
    services.confirm_identity(request.user, password=password, code=code, is_fresh=is_fresh(request))


def _claim(request: HttpRequest, data: Data) -> Answer:
    """Link the account that has the address of the person who came back from a provider, by its password."""
    found = pending.pending_link(request)
    pending.claim(
        found,
        password=data.get("current_password", ""),
        code=data.get("code", ""),
        address=client_address(request),
        device=known_device(request, found.email) if found else None,
    )
    response = JsonResponse({"url": start_page(found.provider) if found else ""})
    pending.forget(response)
    return response


# Someone whose address is not confirmed yet may still look after their account.
Own = partial(Action, unconfirmed=True, tokens=False)

identities = Endpoint(
    GET=Own(_list_identities, answer=IdentitiesAnswer),
    # Someone could register with another's address and link a sign-in of their own, which would stay a way in when the
    # owner of the address takes the account over by a link that was mailed.
    POST=Action(_begin_link, LinkForm, AddressAnswer, tokens=False, takes_long=lambda request: True),
)
identity = Endpoint(DELETE=Own(_unlink, IdentityForm))
claim = Endpoint(POST=Action(_claim, ClaimForm, AddressAnswer, anonymous=True, tokens=False))
