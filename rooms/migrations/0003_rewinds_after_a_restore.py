from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rooms", "0002_sanctions_and_slow_mode"),
    ]

    operations = [
        migrations.AddField(
            model_name="roomcounter",
            name="rewinds",
            field=models.JSONField(null=True),
        ),
    ]
