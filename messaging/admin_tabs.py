"""What a person's page in the admin shows of their messages, and of reports about them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from chatsite.backoffice.tabs import person_tab
from messaging.browsing import Wanted, browse
from messaging.models import Report
from rooms.models import Room

REPORTS_IN_TAB = 50


@person_tab("messages", _("Messages"), position=1)
def _messages(person: User) -> dict[str, Any]:
    """Return the newest messages in public rooms."""
    return {"found": browse(Wanted(author=person, hidden=Room.objects.hidden_from(None)))}


@person_tab("reports", _("Reports"), position=3)
def _reports(person: User) -> dict[str, Any]:
    """Return the newest reports about the person."""
    about = Report.objects.filter(person=person).select_related("reporter", "room", "assignee")
    return {"reports": about.order_by("-pk")[:REPORTS_IN_TAB]}
