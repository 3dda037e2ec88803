"""What has not left or not arrived yet, by the instant that it must not pass."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sellerdesk', '0004_orders_by_day'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('shipped_at', None), ('status', 'placed'), ('ship_by__isnull', False)), fields=['desk', 'shop', 'ship_by', 'id'], name='order_to_ship'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('shipped_at', None), ('status', 'placed'), models.Q(('note', ''), _negated=True)), fields=['desk', 'shop', 'placed_at', 'id'], name='order_to_ship_with_note'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('delivered_at', None), ('shipped_at__isnull', False), ('status__in', ['placed', 'shipped'])), fields=['desk', 'shop', 'shipped_at', 'id'], name='order_on_its_way'),
        ),
    ]
