from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('entries', '0006_search_text'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(('kind', 'page')), fields=['space'], name='entries_pages'),
        ),
    ]
