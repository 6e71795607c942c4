"""Registers the mail for what was missed with what runs beside the requests, and with what examines an installation."""

from chatsite.doctor.findings import examinations
from chatsite.jobs.worker import rounds
from messaging.notifications.mail.sending import look_round
from messaging.notifications.mail.watching import examine

rounds.append(look_round)
examinations.append(examine)
