"""Rules for automatic decisions, what waits for them, what they did; claims by the day they were made."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('returns', '0002_decisions'),
        ('sellerdesk', '0003_orders_by_completion'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClaimRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('name', models.CharField(max_length=60)),
                ('place', models.IntegerField()),
                ('does', models.CharField(max_length=10)),
                ('action', models.CharField(blank=True, max_length=40)),
                ('words', models.TextField(blank=True)),
                ('since', models.DateTimeField(null=True)),
                ('conditions', models.JSONField()),
                ('cap', models.IntegerField()),
                ('version', models.IntegerField(default=1)),
                ('deleted_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('deleted_at', None)), fields=['desk', 'shop', 'place'], name='claim_rule_in_order')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='claim_rule_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='claim_rule_shop_in_desk'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('desk', 'shop', 'name'), name='claim_rule_name_once_per_shop'), models.CheckConstraint(condition=models.Q(('does__in', ('refund', 'return', 'ask'))), name='claim_rule_does_is_known'), models.CheckConstraint(condition=models.Q(('cap__range', (1, 1000))), name='claim_rule_cap_is_1_to_1000'), models.CheckConstraint(condition=models.Q(('deleted_at', None), ('since', None), _connector='OR'), name='claim_rule_deleted_is_off')],
            },
        ),
        migrations.CreateModel(
            name='ClaimRuleWait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.claim')),
                ('since', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'since'], name='claim_rule_wait_by_time')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='claim_rule_wait_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='claim_rule_wait_shop_in_desk'), sellerdesk.models.tenant.DeskKey('claim', name='claim_rule_wait_claim_in_desk'), models.UniqueConstraint(fields=('desk', 'claim'), name='claim_rule_wait_once')],
            },
        ),
        migrations.CreateModel(
            name='ClaimRuleEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('rule', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.claimrule')),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.claim')),
                ('decision', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.decision')),
                ('at', models.DateTimeField()),
                ('day', models.IntegerField()),
                ('does', models.CharField(max_length=10)),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('said', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('id'), descending=True), name='claim_rule_entry_newest'), models.Index(fields=['desk', 'rule', 'at'], name='claim_rule_entry_of_rule'), models.Index(condition=models.Q(('reason', '')), fields=['desk', 'rule', 'day'], name='claim_rule_entry_of_day')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='claim_rule_entry_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='claim_rule_entry_shop_in_desk'), sellerdesk.models.tenant.DeskKey('rule', name='claim_rule_entry_rule_in_desk'), sellerdesk.models.tenant.DeskKey('claim', name='claim_rule_entry_claim_in_desk'), sellerdesk.models.tenant.DeskKey('decision', name='claim_rule_entry_decision_in_desk'), models.UniqueConstraint(fields=('desk', 'claim'), name='claim_rule_entry_once'), models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('reason', '')), models.Q(models.Q(('reason', ''), _negated=True), ('decision', None)), _connector='OR'), name='claim_rule_entry_decided_or_why')],
            },
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='claim_newest'),
        ),
    ]
