"""What each shop wants of the guard."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sellerdesk', '0016_buyer_by_han'),
    ]

    operations = [
        migrations.CreateModel(
            name='GuardChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('doings', models.JSONField(default=dict)),
                ('banned', models.JSONField(default=list)),
                ('own_names', models.JSONField(default=list)),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='guardchoice_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='guardchoice_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='guardchoice_once')],
            },
        ),
    ]
