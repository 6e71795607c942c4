"""Everything that can be done with feedback."""

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.restrictions import require_not_muted
from chatsite.contract.errors import Conflict, NotAllowed
from chatsite.db.transactions import in_transaction
from chatsite.jobs import mail
from chatsite.jobs.queue import enqueue
from chatsite.limits.subjects import subject
from chatsite.limits.window import Limit
from feedback import mails
from feedback.models import Answer, Feedback

BY_VISITORS = Limit("feedback-address", 10, 3600)
BY_PEOPLE = Limit("feedback-account", 30, 3600)


def give_feedback(*, content: str, category: str = "", email: str = "", user: User | None, address: str) -> Feedback:
    """Store feedback; administrators get it by email in the background.

    Raises:
        NotAllowed: the person is muted everywhere.
        RateLimited: too much of it from this person, or from this address without an account.
    """
    if user:
        require_not_muted(user)
        BY_PEOPLE.take(str(user.pk))
    else:
        BY_VISITORS.take(subject(address))
    return _store(Feedback(content=content, category=category or Feedback.Category.OTHER, email=email, user=user))


@in_transaction
def _store(feedback: Feedback) -> Feedback:
    feedback.save(force_insert=True)
    if mail.is_configured():
        enqueue(mails.notify_administrators, feedback_id=feedback.pk)
    return feedback


@in_transaction
def take(feedback: Feedback, *, by: User) -> None:
    """Assign feedback to ``by``."""
    track(feedback, by=by, status=Feedback.Status.IN_PROGRESS, assignee=by)


@in_transaction
def finish(feedback: Feedback, *, by: User) -> None:
    """Mark feedback as done."""
    track(feedback, by=by, status=Feedback.Status.DONE, assignee=feedback.assignee)


@in_transaction
def track(feedback: Feedback, *, by: User, status: str, assignee: User | None) -> None:
    """Store the status and the assignee of feedback.

    Raises:
        NotAllowed: ``by`` is not an administrator.
        Conflict: ``assignee`` is not an administrator.
    """
    _require_admin(by)
    if assignee and not assignee.is_admin:
        raise Conflict(_("Feedback can only be assigned to administrators."))
    feedback.status, feedback.assignee = status, assignee
    feedback.save(update_fields=["status", "assignee"])


@in_transaction
def answer(feedback: Feedback, *, by: User, content: str, is_done: bool = False) -> Answer:
    """Reply to feedback by email, in the background; unassigned feedback is assigned to ``by``.

    Raises:
        NotAllowed: ``by`` is not an administrator.
        Conflict: the feedback has no address, or no mail server is configured.
    """
    _require_admin(by)
    if not feedback.reply_address:
        raise Conflict(_("This feedback has no address to reply to."))
    if not mail.is_configured():
        raise Conflict(_("No mail server is configured: set EMAIL_URL."))
    given = Answer.objects.create(feedback=feedback, by=by, content=content)
    enqueue(mails.send_answer, answer_id=given.pk)
    status = Feedback.Status.DONE if is_done else Feedback.Status.IN_PROGRESS
    track(feedback, by=by, status=status, assignee=feedback.assignee or by)
    return given


def _require_admin(by: User) -> None:
    if not by.is_admin:
        raise NotAllowed
