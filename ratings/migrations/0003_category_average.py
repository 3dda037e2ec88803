"""What the marketplace tells of a shop's peers."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.db import migrations, models


class Migration(migrations.Migration):
    """One table."""

    dependencies = [
        ('ratings', '0002_not_counted'),
        ('sellerdesk', '0004_demo_desk'),
    ]

    operations = [
        migrations.CreateModel(
            name='CategoryAverage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('record', models.BigIntegerField()),
                ('outside_id', models.TextField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('at', models.DateTimeField()),
                ('category', models.TextField()),
                ('dimension', models.CharField(max_length=20)),
                ('mean', models.DecimalField(decimal_places=12, max_digits=24)),
                ('most', models.DecimalField(decimal_places=12, max_digits=24, null=True)),
                ('least', models.DecimalField(decimal_places=12, max_digits=24, null=True)),
                ('shops', models.IntegerField(null=True)),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'category', 'dimension', 'at'], name='category_average_latest')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='category_average_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='category_average_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='category_average_once_per_shop'), models.CheckConstraint(condition=models.Q(('dimension__in', ['described', 'service', 'dispatch', 'logistics'])), name='category_average_dimension_is_known')],
            },
        ),
    ]
