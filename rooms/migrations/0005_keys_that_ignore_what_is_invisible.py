from django.db import migrations

from chatsite.text.cleaning import name_key


def compare_what_can_be_seen(apps, schema_editor):
    """Give every active room its new key; where another room holds it, the younger one keeps the key that it has."""
    rooms = apps.get_model("rooms", "Room").objects.exclude(active_name_key=None).order_by("pk")
    for room in list(rooms.only("name", "active_name_key")):
        key = name_key(room.name)
        if key and key != room.active_name_key and not rooms.filter(active_name_key=key).exists():
            rooms.filter(pk=room.pk).update(active_name_key=key)


class Migration(migrations.Migration):
    dependencies = [("rooms", "0004_what_things_are_called")]

    operations = [migrations.RunPython(compare_what_can_be_seen, migrations.RunPython.noop)]
