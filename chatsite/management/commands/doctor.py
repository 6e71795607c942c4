"""``manage.py doctor``: check the installation."""

from argparse import ArgumentTypeError
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email

from chatsite.doctor import machine, proxy
from chatsite.doctor.findings import Finding, Level, doubtful, examinations
from chatsite.doctor.visit import Visitor

EXAMINATIONS = [
    machine.configuration,
    machine.database,
    machine.redis_server,
    machine.folders,
    machine.mail,
    machine.limits,
    proxy.worker_sockets,
]


class Command(BaseCommand):
    """Check the installation and say how to fix each problem. Exit status 1 if there are any."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--url", default=settings.SITE_URL, help="the public address (SITE_URL)")
        parser.add_argument(
            "--send-mail", type=email_address, metavar="ADDRESS", help="also send a test email to ADDRESS"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, and print the findings."""
        findings = [finding for examine in [*EXAMINATIONS, *examinations] for finding in self.report(examine())]
        if options["url"]:
            findings += self.report(Visitor(options["url"].rstrip("/")).examine())
        else:
            findings += self.report(
                [doubtful("The public address is unknown and was not checked.", "Set SITE_URL or pass --url.")]
            )
        if options["send_mail"]:
            findings += self.report(machine.send_test_mail(options["send_mail"]))
        faults = sum(finding.level is Level.WRONG for finding in findings)
        if faults:
            raise CommandError(f"Problems: {faults}. Fix them from the top: one can cause another.")
        self.stdout.write("No problems found.")

    def report(self, findings: Any) -> list[Finding]:
        """Print and return the findings."""
        reported = []
        for finding in findings:
            mark, style = MARKS[finding.level]
            self.stdout.write(getattr(self.style, style)(f"{mark} {finding.sentence}"))
            if finding.fix:
                self.stdout.write(f"    → {finding.fix}")
            reported.append(finding)
        return reported


def email_address(text: str) -> str:
    """Return an email address."""
    try:
        validate_email(text)
    except ValidationError:
        raise ArgumentTypeError(f"{text} is not an email address") from None
    return text


MARKS = {Level.FINE: ("✓", "SUCCESS"), Level.DOUBTFUL: ("!", "WARNING"), Level.WRONG: ("✗", "ERROR")}
