"""The site's identity in templates: ``{{ site.name }}``."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chatsite.site.identity import identity


def site(request: HttpRequest) -> dict[str, Any]:
    """Return ``{"site": Identity}``, looked up only by templates that use it."""
    return {"site": SimpleLazyObject(identity)}
