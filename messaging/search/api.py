"""The HTTP endpoint of search."""

from typing import Any

from accounts.requests import SignedInRequest
from chatsite.contract.answers import FoundAnswer
from chatsite.web.api import Action, Answer, Endpoint
from messaging.search.forms import SearchForm
from messaging.search.queries import search


def find(request: SignedInRequest, data: dict[str, Any]) -> Answer:
    """Return the messages that the caller may read and that hold what they search for, newest first."""
    return search(by=request.user, terms=data.pop("q"), zone=data.pop("tz"), **data)


found = Endpoint(GET=Action(find, form=SearchForm, answer=FoundAnswer))
