"""Registers the index with what stores messages, and with what restores, examines and counts them."""

from chatsite.backup.restoring import restored
from chatsite.doctor.findings import examinations
from chatsite.observe import metrics
from messaging.features import texts
from messaging.search.index.hooks import IndexedTexts
from messaging.search.index.watching import StoredIndex, examine, start

texts.provide(IndexedTexts())
restored.add("search", start)
examinations.append(examine)
metrics.stored.append(StoredIndex)
