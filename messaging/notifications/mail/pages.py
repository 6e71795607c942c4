"""The page that ends the mail for what was missed: a button for people, an address for their mail programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from chatsite.contract.errors import NotFound
from messaging.notifications.mail.unsubscribing import person_of, unsubscribe

PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex, nofollow"}


@csrf_exempt  # the token says whose mail ends, no cookie does; RFC 8058 has mail programs send this
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button (a mail scanner that opens the link presses none), or end the mail, as often as it is sent."""
    response = _answer(request, token)
    for name, value in PRIVATE.items():
        response[name] = value
    return response


def _answer(request: HttpRequest, token: str) -> HttpResponse:
    is_done = request.method == "POST"
    try:
        if is_done:
            unsubscribe(token)
        else:
            person_of(token)
    except NotFound:
        return render(request, "accounts/unsubscribe.html", {"is_gone": True}, status=404)
    return render(request, "accounts/unsubscribe.html", {"is_done": is_done})
