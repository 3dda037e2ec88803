import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sellerdesk', '0005_workitem_closed_by_time'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='buyer',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('name', ''), _negated=True), fields=['desk', 'name'], name='buyer_by_name', opclasses=['int8_ops', 'gin_trgm_ops']),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(fields=['desk', 'title', 'article'], name='product_by_words', opclasses=['int8_ops', 'gin_trgm_ops', 'gin_trgm_ops']),
        ),
    ]
