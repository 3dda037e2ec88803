"""Notes pinned to days, what is looked at for alerts, and a cause of its own for marks that had waited."""

import django.contrib.postgres.fields
import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Both tables whole in one step each; the check of causes lets one more in."""

    dependencies = [
        ("ratings", "0001_schema"),
        ("sellerdesk", "0003_orders_by_completion"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DayNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('text', models.TextField()),
                ('made_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='day_note_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='day_note_shop_in_desk'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='day_note_says_something')],
                'indexes': [models.Index(fields=['desk', 'shop', 'day'], name='day_note_of_day')],
            },
        ),
        migrations.CreateModel(
            name='RatingWatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('so', django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='rating_watch_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='rating_watch_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='rating_watch_once')],
            },
        ),
        migrations.RemoveConstraint(model_name='figurechange', name='figure_change_cause_is_known'),
        migrations.AddConstraint(
            model_name='figurechange',
            constraint=models.CheckConstraint(condition=models.Q(('cause__range', (0, 8))), name='figure_change_cause_is_known'),
        ),
    ]
