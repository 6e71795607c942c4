"""Has messages indexed again, with the kinds and names of their files, once the processes of an earlier version ended."""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone

AFTER = timedelta(minutes=2)


def enqueue(apps, schema_editor):
    jobs = apps.get_model("chatsite", "Job").objects
    if apps.get_model("messaging", "Message").objects.exists() and not jobs.filter(kind="index_messages").exists():
        jobs.create(kind="index_messages", payload={}, due_at=timezone.now() + AFTER)


class Migration(migrations.Migration):
    dependencies = [
        ("chatsite", "0005_site_settings"),
        ("messaging", "0017_hold_the_files_there_are"),
    ]

    operations = [migrations.RunPython(enqueue, migrations.RunPython.noop)]
