"""manage.py doctor: examine the installation."""

from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from chatsite.doctor import machine, proxy
from chatsite.doctor.findings import Finding, Level, doubtful
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
    """Examine the installation, and say of each fault how to mend it. Ends with 1 when something is wrong."""

    help = __doc__
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--url", default=settings.SITE_URL, help="the public address (SITE_URL)")
        parser.add_argument("--send-mail", metavar="ADDRESS", help="also send a message there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Examine."""
        findings = [finding for examine in EXAMINATIONS for finding in self.tell(examine())]
        if options["url"]:
            findings += self.tell(Visitor(options["url"].rstrip("/")).examine())
        else:
            findings += self.tell([doubtful("The public address is not known, and was not visited.", "Set SITE_URL.")])
        if options["send_mail"]:
            send_mail("Chatsite's doctor", "Mail from your chat arrives.", None, [options["send_mail"]])
            self.stdout.write(f"  Sent a message to {options['send_mail']}.")
        faults = sum(finding.level is Level.WRONG for finding in findings)
        if faults:
            raise CommandError(f"Faults: {faults}. Mend them from the top: one may cause another.")
        self.stdout.write("Nothing is wrong.")

    def tell(self, findings: Any) -> list[Finding]:
        """Print each finding as it comes."""
        told = []
        for finding in findings:
            mark, style = MARKS[finding.level]
            self.stdout.write(getattr(self.style, style)(f"{mark} {finding.sentence}"))
            if finding.mend:
                self.stdout.write(f"    → {finding.mend}")
            told.append(finding)
        return told


MARKS = {Level.FINE: ("✓", "SUCCESS"), Level.DOUBTFUL: ("!", "WARNING"), Level.WRONG: ("✗", "ERROR")}
