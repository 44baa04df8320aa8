from django.db import migrations


class Migration(migrations.Migration):
    """The table goes over to the entries app as it is: communities have feeds as well."""

    dependencies = [("blogs", "0003_importjob")]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[migrations.DeleteModel("FeedToken")]),
    ]
