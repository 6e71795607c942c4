from django.db import migrations

BATCH = 500


def hold(apps, schema_editor):
    """Give each attachment a stored file: the first with some bytes is the one that new attachments share."""
    attachments = apps.get_model("messaging", "Attachment")
    stored_files = apps.get_model("messaging", "StoredFile")
    while rows := list(attachments.objects.filter(stored=None).order_by("pk")[:BATCH]):
        names = {f"{row.sha256} {row.kind}" for row in rows}
        taken = set(stored_files.objects.filter(shared_as__in=names).values_list("shared_as", flat=True))
        for row in rows:
            name = f"{row.sha256} {row.kind}"
            facts = {one: getattr(row, one) for one in ("sha256", "kind", "size", "file", "previews")}
            stored = stored_files(pk=row.pk, shared_as=None if name in taken else name, **facts)
            stored.save(force_insert=True)
            taken.add(name)
            attachments.objects.filter(pk=row.pk).update(stored=stored)


class Migration(migrations.Migration):
    dependencies = [("messaging", "0016_same_bytes_once")]

    operations = [migrations.RunPython(hold, migrations.RunPython.noop, elidable=True)]
