import logging

from django.db import migrations

from chatsite.text.emails import email_key

log = logging.getLogger(__name__)


def store_keys(apps, schema_editor):
    """Store addresses under their present key; one whose key is taken stays as it is, and is named in the log."""
    users = apps.get_model("accounts", "User").objects
    taken = set(users.values_list("email", flat=True))
    for pk, address in users.values_list("pk", "email").order_by("pk"):
        key = email_key(address)
        if key == address:
            continue
        if key in taken:
            log.warning("accounts %s and %s have the same mailbox", pk, users.get(email=key).pk)
            continue
        users.filter(pk=pk).update(email=key)
        taken.add(key)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_what_things_are_called")]

    operations = [migrations.RunPython(store_keys, migrations.RunPython.noop)]
