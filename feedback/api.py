"""The JSON endpoint of feedback."""

from typing import Any

from django.http import HttpRequest

from accounts.models import User
from chatsite.contract.answers import FeedbackAnswer
from chatsite.text.times import timestamp
from chatsite.web.addresses import client_address
from chatsite.web.api import Action, Answer, Endpoint
from feedback.forms import FeedbackForm
from feedback.models import Feedback
from feedback.services import give_feedback


def _give(request: HttpRequest, data: dict[str, Any]) -> Answer:
    if data.pop("website", ""):
        return _payload(Feedback(pk=0))  # a robot learns nothing from its answer
    user = request.user if isinstance(request.user, User) else None
    return _payload(give_feedback(**data, user=user, address=client_address(request)))


def _payload(feedback: Feedback) -> dict[str, Any]:
    return {"feedback": {"id": feedback.pk, "created_at": timestamp(feedback.created_at)}}


feedback = Endpoint(POST=Action(_give, FeedbackForm, FeedbackAnswer, status=201, anonymous=True))
