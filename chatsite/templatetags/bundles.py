"""Template tags for what a page loads: ``{% load bundles %}``."""

from django import template

from chatsite.web.bundles import PageFiles, page_files

register = template.Library()


@register.inclusion_tag("partials/page_style.html")
def page_style(page: str) -> dict[str, PageFiles]:
    """Return the link to the stylesheet of ``page``."""
    return {"files": page_files(page)}


@register.inclusion_tag("partials/page_script.html")
def page_script(page: str) -> dict[str, PageFiles]:
    """Return the script that starts ``page``, and links by which the browser fetches at once what that will import."""
    return {"files": page_files(page)}
