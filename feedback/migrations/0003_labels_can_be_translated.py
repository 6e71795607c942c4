import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0002_answers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="feedback",
            options={"ordering": ["-created_at"], "verbose_name": "feedback", "verbose_name_plural": "feedback"},
        ),
        migrations.AlterField(
            model_name="feedback",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="assigned_feedbacks",
                to=settings.AUTH_USER_MODEL,
                verbose_name="assignee",
            ),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="category",
            field=models.CharField(
                choices=[
                    ("bug", "Something is broken"),
                    ("idea", "Idea"),
                    ("question", "Question"),
                    ("other", "Something else"),
                ],
                default="other",
                max_length=10,
                verbose_name="category",
            ),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="content",
            field=models.TextField(verbose_name="text"),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="created_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="date"),
        ),
        migrations.AlterField(
            model_name="feedback",
            name="status",
            field=models.CharField(
                choices=[("new", "New"), ("in_progress", "In progress"), ("done", "Done")],
                default="new",
                max_length=12,
                verbose_name="status",
            ),
        ),
    ]
