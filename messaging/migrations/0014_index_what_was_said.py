"""Has the messages of an earlier version indexed, once its processes have ended."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

AFTER = timedelta(minutes=2)


def enqueue(apps, schema_editor):
    if apps.get_model("messaging", "Message").objects.exists():
        apps.get_model("chatsite", "Job").objects.create(
            kind="index_messages", payload={}, due_at=timezone.now() + AFTER
        )


class Migration(migrations.Migration):
    dependencies = [
        ("chatsite", "0005_site_settings"),
        ("messaging", "0013_search_index"),
    ]

    operations = [migrations.RunPython(enqueue, migrations.RunPython.noop)]
