"""The mail for what was missed reads as the notifier does; no release had its table before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0023_notified_by_what"),
    ]

    operations = [
        migrations.RenameField(model_name="mailcursor", old_name="message", new_name="message_id"),
        migrations.RenameField(model_name="mailcursor", old_name="mention", new_name="mention_id"),
        migrations.AlterField(
            model_name="mailcursor", name="message_id", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.AlterField(
            model_name="mailcursor", name="mention_id", field=models.PositiveBigIntegerField(default=0)
        ),
        migrations.AddField(model_name="mailcursor", name="message_gaps", field=models.JSONField(default=list)),
        migrations.AddField(model_name="mailcursor", name="mention_gaps", field=models.JSONField(default=list)),
        migrations.RemoveField(model_name="mailcursor", name="message_head"),
        migrations.RemoveField(model_name="mailcursor", name="mention_head"),
    ]
