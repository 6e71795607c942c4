"""Paths of attachments."""

from django.urls import path

from messaging.attachments import api, serving
from messaging.attachments.tus import endpoints as tus

urlpatterns = [
    path("rooms/<number:room_id>/attachments", api.room_attachments, name="room-attachments"),
    path("attachments/<uuid:attachment_id>", api.attachment, name="attachment"),
    path("attachments/<uuid:attachment_id>/poster", api.poster, name="attachment-poster"),
    path("uploads/", tus.uploads, name="uploads"),
    path("uploads/<uuid:upload_id>", tus.upload, name="upload"),
    path("media/attachments/<uuid:attachment_id>/<str:name>", serving.original, name="attachment-file"),
    path("media/attachments/<uuid:attachment_id>/<str:name>/<slug:size>", serving.preview, name="attachment-preview"),
]
