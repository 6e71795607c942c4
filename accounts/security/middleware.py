"""What accounts add to every request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from accounts.security.sessions import note_sighting

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def remember_sightings(get_response: GetResponse) -> GetResponse:
    """Keep up to date when each session was last used."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        note_sighting(request)
        return response

    return middleware
