"""Registers the notifier with what runs beside the requests, and its examination with the doctor."""

from chatsite.doctor.findings import examinations
from chatsite.jobs.worker import rounds
from messaging.notifications.notifier import NotifierProcess
from messaging.notifications.watching import examine

rounds.append(NotifierProcess().step)
examinations.append(examine)
