import django.utils.timezone
from django.db import migrations, models

import accounts.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_rank_of_who_acted"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="moderationentry",
            options={"verbose_name": "log entry", "verbose_name_plural": "moderation log"},
        ),
        migrations.AlterField(
            model_name="moderationentry",
            name="action",
            field=models.CharField(
                choices=[
                    ("warned", "Warned"),
                    ("muted", "Muted"),
                    ("unmuted", "Unmuted"),
                    ("removed", "Removed from a room"),
                    ("banned", "Banned"),
                    ("unbanned", "Unbanned"),
                    ("message_removed", "Removed a message"),
                    ("message_restored", "Restored a message"),
                    ("role_given", "Changed a role"),
                    ("room_changed", "Changed a room"),
                    ("room_closed", "Closed a room"),
                    ("room_reopened", "Reopened a room"),
                    ("room_deleted", "Deleted a room"),
                    ("room_purged", "Purged a room"),
                    ("report_claimed", "Took on a report"),
                    ("report_resolved", "Resolved a report"),
                    ("report_dismissed", "Dismissed a report"),
                    ("approved", "Approved an account"),
                    ("rejected", "Rejected an account"),
                    ("deactivated", "Deactivated an account"),
                    ("reactivated", "Reactivated an account"),
                    ("promoted", "Made administrator"),
                    ("demoted", "Ended administrator access"),
                    ("renamed", "Renamed"),
                    ("sessions_ended", "Signed out everywhere"),
                    ("link_made", "Created a password-reset link"),
                    ("two_factor_off", "Turned off two-factor sign-in"),
                ],
                max_length=20,
                verbose_name="action",
            ),
        ),
        migrations.AlterField(
            model_name="moderationentry",
            name="at",
            field=models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="date"),
        ),
        migrations.AlterField(
            model_name="moderationentry",
            name="detail",
            field=models.CharField(blank=True, max_length=500, verbose_name="detail"),
        ),
        migrations.AlterField(
            model_name="moderationentry",
            name="reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="onetimelink",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("setup", "Create the first administrator"),
                    ("password", "Choose a new password"),
                    ("email", "Confirm an email address"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="date_joined",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined"),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=accounts.fields.EmailKeyField(max_length=254, unique=True, verbose_name="email"),
        ),
        migrations.AlterField(
            model_name="user",
            name="name",
            field=models.CharField(max_length=50, verbose_name="name"),
        ),
    ]
