"""The admin's page “Settings”, and the buttons of the checklist on the first page."""

from collections.abc import Callable, Mapping

from django.contrib import admin, messages
from django.http import HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from accounts.site import mail_test, services
from accounts.site.facts import facts
from accounts.site.first_run import FirstRun, first_run
from accounts.site.forms import IdentityForm
from chatsite.contract.errors import ChatError, InvalidInput, NotFound
from chatsite.web.uploads import takes_files

REFRESH_S = "2"
STEPS: Mapping[str, Callable[..., None]] = {
    "registration": services.confirm_registration,
    "mail": mail_test.request_test,
    "dismiss": services.dismiss_checklist,
}


@takes_files
def show_settings(request: SignedInRequest) -> HttpResponseBase:
    """Show the site's identity in a form, and what is set elsewhere; store the form when it is sent."""
    run = first_run()
    form = IdentityForm(request.POST or None, request.FILES or None, initial=_initial(run))
    if request.method == "POST" and form.is_valid() and _store(form, request):
        messages.success(request, _("Saved."))
        return redirect("admin:site-settings")
    context = admin.site.each_context(request) | {
        "title": _("Settings"),
        "form": form,
        "facts": list(facts()),
        "run": run,
    }
    return refreshed(TemplateResponse(request, "admin/site_settings.html", context), run)


def take_step(request: SignedInRequest, step: str) -> HttpResponseBase:
    """Run a button of the checklist and return to the page it was on.

    Raises:
        NotFound: there is no such step.
    """
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if step not in STEPS:
        raise NotFound
    try:
        STEPS[step](by=request.user)
    except ChatError as error:
        messages.error(request, str(error))
    return redirect("admin:site-settings" if request.POST.get("page") == "settings" else "admin:index")


def refreshed(response: TemplateResponse, run: FirstRun) -> TemplateResponse:
    """Have the browser load the page again as long as the outcome of a test email is awaited."""
    if run.is_waiting:
        response["Refresh"] = REFRESH_S
    return response


def _initial(run: FirstRun) -> dict[str, str]:
    return {name: getattr(run.site, name) for name in ("name", "description", "welcome", "rules")}


def _store(form: IdentityForm, request: SignedInRequest) -> bool:
    try:
        services.change_identity(by=request.user, texts=form.texts, logo=form.picture)
    except InvalidInput as error:
        form.add_error("logo", str(error))
    except ChatError as error:
        form.add_error(None, str(error))
    return not form.errors
