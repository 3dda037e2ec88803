"""Orders at risk, signals of refusals and claims, and how a shop watches its orders."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("returns", "0005_kept_figures"),
        ("sellerdesk", "0005_orders_under_way"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OrderRisk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('order', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.order')),
                ('risk', models.CharField(max_length=10)),
                ('basis', models.CharField(max_length=40)),
                ('since', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('turns_at', models.DateTimeField()),
                ('is_open', models.BooleanField()),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('way', models.CharField(blank=True, choices=[('chat', 'Chat'), ('hand', 'Hand')], max_length=4)),
                ('written_at', models.DateTimeField(null=True)),
                ('written_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('letter', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.F('due_at'), models.F('id'), condition=models.Q(('is_open', True)), name='order_risk_open'), models.Index(models.F('desk'), models.F('shop'), models.F('risk'), models.F('due_at'), models.F('id'), condition=models.Q(('is_open', True)), name='order_risk_open_of_kind'), models.Index(models.F('desk'), models.F('shop'), models.F('turns_at'), condition=models.Q(('is_open', True)), name='order_risk_turns'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('closed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_open', False)), name='order_risk_closed')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='order_risk_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='order_risk_shop_in_desk'), sellerdesk.models.tenant.DeskKey('order', name='order_risk_order_in_desk'), models.UniqueConstraint(fields=('desk', 'order', 'risk'), name='order_risk_once_per_order'), models.CheckConstraint(condition=models.Q(('risk__in', ('note', 'ship', 'quiet', 'late'))), name='order_risk_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('is_open', True), ('outcome', '')), models.Q(('closed_at__isnull', False), ('is_open', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='order_risk_closed_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('letter', None), ('way', ''), ('written_at', None)), models.Q(('letter', None), ('way', 'hand'), ('written_at__isnull', False)), models.Q(('letter__isnull', False), ('way', 'chat'), ('written_at__isnull', False)), _connector='OR'), name='order_risk_written_whole')],
            },
        ),
        migrations.CreateModel(
            name='ReturnSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('sort', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=80)),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('topic', models.CharField(blank=True, max_length=20)),
                ('told_page', models.CharField(blank=True, max_length=40)),
                ('told_id', models.BigIntegerField(null=True)),
                ('first_day', models.DateField()),
                ('last_day', models.DateField()),
                ('hits', models.IntegerField()),
                ('lines', models.IntegerField()),
                ('usual_ppm', models.IntegerField()),
                ('cause', models.CharField(blank=True, max_length=12)),
                ('opened_at', models.DateTimeField()),
                ('is_open', models.BooleanField()),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closed_on', models.DateField(null=True)),
                ('closed_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('did', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('opened_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='return_signal_newest'), models.Index(condition=models.Q(('is_open', False)), fields=['desk', 'shop', 'sort', 'key', 'closed_at'], name='return_signal_closed')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='return_signal_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='return_signal_shop_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='return_signal_product_in_desk'), sellerdesk.models.tenant.DeskKey('buyer', name='return_signal_buyer_in_desk'), models.UniqueConstraint(condition=models.Q(('is_open', True)), fields=('desk', 'shop', 'sort', 'key'), name='return_signal_open_once'), models.CheckConstraint(condition=models.Q(('sort__in', ('refused', 'claimed', 'product_reason', 'reason', 'buyer', 'complaints'))), name='return_signal_sort_is_known'), models.CheckConstraint(condition=models.Q(('cause__in', ('', 'description', 'photo', 'size_table', 'packaging', 'carrier', 'batch', 'stock'))), name='return_signal_cause_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closed_on', None), ('did', ''), ('is_open', True), ('outcome', '')), models.Q(('closed_at__isnull', False), ('closed_on__isnull', False), ('is_open', False), ('outcome__in', ['done', 'fell', 'rose'])), _connector='OR'), name='return_signal_closed_whole'), models.CheckConstraint(condition=models.Q(('hits__gte', 0), ('lines__gte', 0), ('usual_ppm__gte', 0)), name='return_signal_counts')],
            },
        ),
        migrations.CreateModel(
            name='RiskSpan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('risk', models.CharField(max_length=10)),
                ('seconds', models.IntegerField(null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='risk_span_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='risk_span_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'risk'), name='risk_span_once_per_shop'), models.CheckConstraint(condition=models.Q(('risk__in', ('note', 'ship', 'quiet', 'late'))), name='risk_span_risk_is_known'), models.CheckConstraint(condition=models.Q(('seconds', None), ('seconds__range', (0, 7776000)), _connector='OR'), name='risk_span_is_at_most_90_days')],
            },
        ),
    ]
