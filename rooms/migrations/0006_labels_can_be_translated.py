import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rooms", "0005_keys_that_ignore_what_is_invisible"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="membership",
            options={"verbose_name": "member", "verbose_name_plural": "members"},
        ),
        migrations.AlterModelOptions(
            name="room",
            options={"verbose_name": "room", "verbose_name_plural": "rooms"},
        ),
        migrations.AlterField(
            model_name="membership",
            name="joined_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="left"),
        ),
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[("owner", "Owner"), ("moderator", "Moderator"), ("member", "Member")],
                default="member",
                max_length=10,
                verbose_name="role",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="room",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="rooms.room",
                verbose_name="room",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AlterField(
            model_name="room",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="created"),
        ),
        migrations.AlterField(
            model_name="room",
            name="creator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="created by",
            ),
        ),
        migrations.AlterField(
            model_name="room",
            name="description",
            field=models.CharField(blank=True, max_length=500, verbose_name="topic"),
        ),
        migrations.AlterField(
            model_name="room",
            name="is_default",
            field=models.BooleanField(default=False, verbose_name="default room"),
        ),
        migrations.AlterField(
            model_name="room",
            name="name",
            field=models.CharField(max_length=60, verbose_name="name"),
        ),
        migrations.AlterField(
            model_name="room",
            name="visibility",
            field=models.CharField(
                choices=[("public", "Public"), ("private", "Private"), ("direct", "Direct")],
                default="public",
                max_length=10,
                verbose_name="visibility",
            ),
        ),
    ]
