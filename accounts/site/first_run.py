"""The checklist of a new site: what is done, and whether it is shown."""

import shlex
import sys
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from accounts.hooks import invitations
from accounts.site.facts import registration
from accounts.site.services import site
from chatsite.contract.sentences import Sentence
from chatsite.jobs import mail
from chatsite.models import Site

PATIENCE = timedelta(seconds=60)


class MailState(StrEnum):
    """How the last test email went."""

    UNTESTED = "untested"
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The steps, as the admin's first page shows them."""

    site: Site

    @property
    def is_shown(self) -> bool:
        """Return whether a step is open and the checklist was not dismissed."""
        steps = [self.is_named, self.are_people_invited, self.is_registration_chosen, self.is_mail_tested]
        is_done = all(steps) and self.site.backed_up_at
        return not is_done and self.site.checklist_dismissed_at is None

    @property
    def is_named(self) -> bool:
        """Return whether the site has a name of its own."""
        return bool(self.site.name)

    @property
    def are_people_invited(self) -> bool:
        """Return whether an invitation exists."""
        return invitations.part.were_made()

    @property
    def is_registration_chosen(self) -> bool:
        """Return whether an administrator confirmed who can register."""
        return self.site.registration_confirmed_at is not None

    @property
    def registration(self) -> Sentence:
        """Return who can register."""
        return registration()

    @property
    def sends_mail(self) -> bool:
        """Return whether email is set up."""
        return mail.is_configured()

    @property
    def is_mail_tested(self) -> bool:
        """Return whether a test email was sent."""
        return self.mail_state is MailState.SENT

    @property
    def mail_state(self) -> MailState:
        """Return how the last test email went."""
        if self.site.mail_tested_at is None:
            return MailState.UNTESTED
        if self.site.mail_test_ended_at is None:
            return MailState.PENDING
        return MailState.FAILED if self.site.mail_test_error else MailState.SENT

    @property
    def is_waiting(self) -> bool:
        """Return whether the outcome of a test email is still expected to come soon."""
        asked_at = self.site.mail_tested_at
        return self.mail_state is MailState.PENDING and asked_at is not None and timezone.now() - asked_at < PATIENCE

    @property
    def backup_command(self) -> str:
        """Return the shell command that makes a backup of this site."""
        backup = [sys.executable, "manage.py", "backup", "chat.backup"]
        return " && ".join([shlex.join(["cd", str(settings.BASE_DIR)]), shlex.join(backup)])


def first_run() -> FirstRun:
    """Return the checklist as it is now."""
    return FirstRun(site())
