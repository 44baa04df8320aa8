import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('communities', '0006_names_in_calendars'),
        ('entries', '0008_pages_of_a_handbook'),
    ]

    operations = [
        migrations.CreateModel(
            name='Page',
            fields=[
                ('entry_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='entries.entry')),
                ('position', models.PositiveIntegerField(default=0, verbose_name='place among its neighbours')),
                ('submission', models.UUIDField(editable=False, help_text="The form's one-time number: a double click saves once.", null=True, unique=True, verbose_name='form number')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='communities.page', verbose_name='page above')),
            ],
            options={
                'verbose_name': 'handbook page',
                'verbose_name_plural': 'handbook pages',
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('entry_ptr')), _negated=True), name='communities_page_not_its_own_parent')],
            },
            bases=('entries.entry',),
        ),
    ]
