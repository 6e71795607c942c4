"""Emails about feedback."""

from django.conf import settings
from django.utils import timezone

from accounts.mails import administrator_addresses
from chatsite.jobs import mail
from chatsite.jobs.queue import handler
from feedback.models import Answer, Feedback


@handler("feedback_mail")
def notify_administrators(feedback_id: int) -> None:
    """Send feedback to the administrators; replying to the email reaches its author."""
    feedback = Feedback.objects.select_related("user").filter(pk=feedback_id).first()
    addresses = administrator_addresses()
    if feedback and addresses:
        mail.send("feedback", addresses, reply_to=feedback.reply_address, feedback=feedback)


@handler("feedback_answer_mail")
def send_answer(answer_id: int) -> None:
    """Send an administrator's reply; replying to it reaches the first address of ADMIN_EMAILS, if set."""
    answer = Answer.objects.select_related("feedback__user").filter(pk=answer_id, sent_at=None).first()
    if answer and answer.feedback.reply_address:
        reply_to = settings.ADMIN_EMAILS[0] if settings.ADMIN_EMAILS else ""
        mail.send("feedback_answer", [answer.feedback.reply_address], reply_to=reply_to, answer=answer)
        Answer.objects.filter(pk=answer.pk).update(sent_at=timezone.now())
