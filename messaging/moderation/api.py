"""The endpoints of reports."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.requests import SignedInRequest
from chatsite.contract.answers import ReportAnswer, ReportsAnswer
from chatsite.web.api import Action, Answer, Endpoint
from chatsite.web.forms import IdField, StrictForm, TextField
from messaging.models import MAX_NOTE_CHARS, Report
from messaging.moderation import services as reports
from messaging.payloads import report_payload

MAX_SHOWN = 50

Data = dict[str, Any]


class ReportForm(StrictForm):
    """What is reported, a message by its room and ``seq`` or a person, and why."""

    room_id = IdField(required=False)
    seq = IdField(required=False)
    user_id = IdField(required=False)
    reason = forms.ChoiceField(choices=Report.Reason.choices)
    note = TextField(max_length=MAX_NOTE_CHARS, required=False)

    def clean(self) -> None:
        """Insist on one message or one person."""
        if {"room_id", "seq", "user_id"} & set(self.data) not in ({"room_id", "seq"}, {"user_id"}):
            self.add_error("seq", _("Send either room_id and seq, or user_id."))


def file_report(request: SignedInRequest, data: Data) -> Answer:
    """Report a message or a person."""
    about_person = "user_id" in data
    report = (reports.report_person if about_person else reports.report_message)(by=request.user, **data)
    return {"report": report_payload(report)}


def list_reports(request: SignedInRequest, data: Data) -> Answer:
    """Return the caller's reports and what became of them."""
    mine = Report.objects.filter(reporter=request.user).select_related("person").order_by("-pk")[:MAX_SHOWN]
    return {"reports": [report_payload(report) for report in mine]}


mine = Endpoint(
    GET=Action(list_reports, answer=ReportsAnswer),
    POST=Action(file_report, form=ReportForm, answer=ReportAnswer, status=HTTPStatus.CREATED),
)
