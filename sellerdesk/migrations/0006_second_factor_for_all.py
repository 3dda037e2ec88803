"""A desk may ask a second factor of everybody in it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sellerdesk', '0005_orders_under_way'),
    ]

    operations = [
        migrations.AddField(
            model_name='desk',
            name='second_factor_for_all',
            field=models.BooleanField(db_default=False, default=False, verbose_name='second factor for everybody'),
        ),
    ]
