"""What reviews complain of, and the signals of it. Reviews that were judged before are looked at once more for their topics."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


AGAIN = "UPDATE reviews_review SET judged = false WHERE author = 1 AND judged"


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0008_answering'),
        ('sellerdesk', '0016_buyer_by_han'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReviewTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.SmallIntegerField(choices=[(1, 'Rule'), (2, 'Person'), (3, 'Removed')])),
                ('complains', models.BooleanField()),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.F('topic'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('by', 3), _negated=True), name='review_topic_by_time'), models.Index(condition=models.Q(('complains', True), ('product__isnull', False), models.Q(('by', 3), _negated=True)), fields=['desk', 'shop', 'product', 'topic', 'at'], name='review_topic_complaints')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='review_topic_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='review_topic_shop_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='review_topic_review_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='review_topic_product_in_desk'), models.UniqueConstraint(fields=('desk', 'review', 'topic'), name='review_topic_once'), models.CheckConstraint(condition=models.Q(('by__in', [1, 2, 3])), name='review_topic_by_is_known')],
            },
        ),
        migrations.CreateModel(
            name='TopicSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=20)),
                ('since', models.DateTimeField()),
                ('ripe', models.DateTimeField()),
                ('newest', models.DateTimeField()),
                ('number', models.IntegerField()),
                ('why', models.CharField(max_length=10)),
                ('is_open', models.BooleanField(default=True)),
                ('seen_through', models.DateTimeField(null=True)),
                ('seen_number', models.IntegerField(null=True)),
                ('seen_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('seen_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='topic_signal_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='topic_signal_shop_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='topic_signal_product_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'product', 'topic'), name='topic_signal_once'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_number', None), ('seen_through', None)), models.Q(('seen_at__isnull', False), ('seen_number__isnull', False), ('seen_through__isnull', False)), _connector='OR'), name='topic_signal_seen_whole')],
            },
        ),
        migrations.RunSQL(AGAIN, migrations.RunSQL.noop),
    ]
