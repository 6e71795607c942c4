"""Registers outgoing webhooks with what runs beside the requests, and their examination with the doctor."""

from chatsite.doctor.findings import examinations
from chatsite.jobs.worker import rounds
from messaging.webhooks.outgoing.dispatching import dispatch
from messaging.webhooks.outgoing.watching import examine

rounds.append(dispatch)
examinations.append(examine)
