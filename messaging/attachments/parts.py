"""Registers attachments with the payload of messages, and with what sends, counts, exports and removes them."""

import messaging.attachments.personal_data
import messaging.attachments.statistics
import messaging.attachments.storing.sweeping  # noqa: F401
from chatsite.doctor.findings import examinations
from messaging.attachments.queries import attachments, files, named
from messaging.attachments.scanning.watching import examine
from messaging.attachments.sending import Attached
from messaging.attachments.storing.removing import remove_of_messages
from messaging.features import Feature, Part, attaching, parts

parts.add("attachments", Part(Feature.ATTACHMENTS, attachments, remove_of_messages, files, named))
attaching.provide(Attached)
examinations.append(examine)
