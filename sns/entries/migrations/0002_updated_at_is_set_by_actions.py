import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Only the default made by Django changes: publishing sets the time itself, also when it saves a new row."""

    dependencies = [("entries", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="entry",
            name="updated_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, verbose_name="last change of the text"
            ),
        ),
    ]
