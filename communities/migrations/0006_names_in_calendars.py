import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0005_polls_notices_thanks'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='uid',
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text='Its name in calendars.', unique=True),
        ),
    ]
