"""How far ahead a shop wants to be warned of a threshold."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ratings', '0003_forecast_causes_and_cards'),
        ('sellerdesk', '0005_orders_under_way'),
    ]

    operations = [
        migrations.CreateModel(
            name='RatingLookout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.SmallIntegerField()),
                ('percent', models.SmallIntegerField()),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='rating_lookout_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='rating_lookout_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='rating_lookout_once'), models.CheckConstraint(condition=models.Q(('days__range', (1, 60)), ('percent__range', (50, 99))), name='rating_lookout_is_within_reach')],
            },
        ),
    ]
