from django.db import migrations

from chatsite.text.cleaning import search_key

BATCH = 1_000


def store_keys(apps, schema_editor):
    """Store what parts of names are looked for in, a batch after the other."""
    users, last = apps.get_model("accounts", "User").objects, 0
    while batch := list(users.filter(pk__gt=last).order_by("pk").only("pk", "name")[:BATCH]):
        last = batch[-1].pk
        for user in batch:
            user.search_key = search_key(user.name)[:150]
        users.bulk_update(batch, ["search_key"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0012_part_of_a_name")]

    operations = [migrations.RunPython(store_keys, migrations.RunPython.noop)]
