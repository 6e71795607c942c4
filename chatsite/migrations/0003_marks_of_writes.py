from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chatsite", "0002_what_things_are_called"),
    ]

    operations = [
        migrations.CreateModel(
            name="WriteMark",
            fields=[
                ("key", models.UUIDField(primary_key=True, serialize=False)),
                ("left_at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "write_marks"},
        ),
    ]
