import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """The table comes from the blogs app as it is."""

    dependencies = [
        ("blogs", "0004_feed_token_moves"),
        ("entries", "0008_pages_of_a_handbook"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE blogs_feedtoken RENAME TO entries_feedtoken",
                    "ALTER TABLE entries_feedtoken RENAME TO blogs_feedtoken",
                ),
            ],
            state_operations=[
                migrations.CreateModel(
                    name="FeedToken",
                    fields=[
                        ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                        ("token", models.CharField(max_length=43, unique=True)),
                        ("created_at", models.DateTimeField(auto_now=True)),
                        ("user", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="feed_token", to=settings.AUTH_USER_MODEL)),
                    ],
                ),
            ],
        ),
    ]
