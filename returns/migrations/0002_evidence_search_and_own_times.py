"""Evidence, findings and words of claims, chosen reasons, a shop's own times, saved lists."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('returns', '0001_initial'),
        ('sellerdesk', '0003_orders_by_completion'),
    ]

    operations = [
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('condition', models.CharField(blank=True, max_length=12)),
                ('words', models.TextField(blank=True)),
                ('moves', models.CharField(blank=True, max_length=12)),
                ('author_label', models.TextField()),
                ('key', models.UUIDField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_label', models.TextField(blank=True)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='findings', to='returns.claim')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='finding_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='finding_shop_in_desk'), sellerdesk.models.tenant.DeskKey('claim', name='finding_claim_in_desk'), models.UniqueConstraint(fields=('desk', 'claim', 'key'), name='finding_once_per_key'), models.CheckConstraint(condition=models.Q(('condition__in', ['', 'complete', 'incomplete', 'damaged', 'used', 'wrong_thing', 'empty'])), name='finding_condition_is_known'), models.CheckConstraint(condition=models.Q(('moves__in', ['', 'wrong_thing', 'restocked', 'written_off', 'repaired'])), name='finding_moves_are_known')],
            },
        ),
        migrations.CreateModel(
            name='Exhibit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.SmallIntegerField()),
                ('name', models.TextField(blank=True)),
                ('url', models.TextField(blank=True)),
                ('state', models.CharField(max_length=10)),
                ('content_type', models.TextField(blank=True)),
                ('size', models.BigIntegerField(null=True)),
                ('width', models.IntegerField(null=True)),
                ('height', models.IntegerField(null=True)),
                ('file', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('tries', models.SmallIntegerField(default=0)),
                ('fetch_at', models.DateTimeField(null=True)),
                ('at', models.DateTimeField()),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='exhibits', to='returns.claim')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('finding', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='exhibits', to='returns.finding')),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'claim', 'place', 'id'], name='exhibit_of_claim'), models.Index(condition=models.Q(('fetch_at__isnull', False), ('state', 'told')), fields=['fetch_at'], name='exhibit_not_here')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='exhibit_desk_id'), sellerdesk.models.tenant.DeskKey('claim', name='exhibit_claim_in_desk'), sellerdesk.models.tenant.DeskKey('finding', name='exhibit_finding_in_desk'), models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('desk', 'claim', 'url'), name='exhibit_once_per_address'), models.CheckConstraint(condition=models.Q(('state__in', ['told', 'kept', 'refused', 'failed'])), name='exhibit_state_is_known'), models.CheckConstraint(condition=models.Q(('file', ''), ('state', 'kept'), _negated=True), name='exhibit_kept_has_a_file'), models.CheckConstraint(condition=models.Q(('url', ''), ('finding__isnull', True), _connector='XOR'), name='exhibit_is_told_or_found')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.claim')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('refusal', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.refusal')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['desk', 'words'], name='returns_said_words', opclasses=['int8_ops', 'gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='returns_said_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='returns_said_shop_in_desk'), sellerdesk.models.tenant.DeskKey('claim', name='returns_said_claim_in_desk'), sellerdesk.models.tenant.DeskKey('refusal', name='returns_said_refusal_in_desk'), models.UniqueConstraint(fields=('desk', 'claim'), name='returns_said_once_per_claim'), models.UniqueConstraint(fields=('desk', 'refusal'), name='returns_said_once_per_refusal'), models.CheckConstraint(condition=models.Q(('claim__isnull', True), ('refusal__isnull', True), _connector='XOR'), name='returns_said_of_one_thing')],
            },
        ),
        migrations.CreateModel(
            name='ReasonChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=30)),
                ('instead_of', models.CharField(blank=True, max_length=30)),
                ('author_label', models.TextField()),
                ('at', models.DateTimeField()),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.claim')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='reason_choice_desk_id'), sellerdesk.models.tenant.DeskKey('claim', name='reason_choice_claim_in_desk'), models.UniqueConstraint(fields=('desk', 'claim'), name='reason_choice_once_per_claim'), models.CheckConstraint(condition=models.Q(('reason__in', ['not_delivered', 'late', 'not_shipped_as_agreed', 'empty_parcel', 'missing_part', 'wrong_item', 'damaged', 'defective', 'fake', 'used', 'not_as_described', 'colour', 'too_small', 'too_large', 'disliked', 'changed_mind', 'bought_by_mistake', 'cheaper_elsewhere', 'no_reason', 'repair', 'postage', 'invoice', 'not_collected', 'other'])), name='reason_choice_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ClockRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holds_from', models.DateTimeField()),
                ('decide_hours', models.IntegerField()),
                ('settle_hours', models.IntegerField()),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='clock_rule_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='clock_rule_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'holds_from'), name='clock_rule_once_per_moment'), models.CheckConstraint(condition=models.Q(('decide_hours__range', (1, 1440)), ('settle_hours__range', (1, 1440))), name='clock_rule_is_sane')],
            },
        ),
        migrations.CreateModel(
            name='SavedClaims',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=600)),
                ('place', models.IntegerField()),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'owner', 'place'], name='saved_claims_in_order')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='saved_claims_desk_id'), models.UniqueConstraint(fields=('desk', 'owner', 'name'), name='saved_claims_name_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='saved_claims_has_a_name')],
            },
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='claim_newest'),
        ),
        migrations.AddIndex(
            model_name='claim',
            index=models.Index(models.F('desk'), models.F('shop'), models.F('reason'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='claim_of_reason'),
        ),
        migrations.AddIndex(
            model_name='refusal',
            index=models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='refusal_newest'),
        ),
        migrations.AddIndex(
            model_name='refusal',
            index=models.Index(models.F('desk'), models.F('product'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ruling', '')), name='refusal_of_product'),
        ),
        migrations.AddField(
            model_name='move',
            name='finding',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.finding'),
        ),
        migrations.AddIndex(
            model_name='move',
            index=models.Index(condition=models.Q(('step__isnull', False)), fields=['desk', 'step'], name='claim_move_of_step'),
        ),
        migrations.AddIndex(
            model_name='move',
            index=models.Index(condition=models.Q(('finding__isnull', False)), fields=['desk', 'finding'], name='claim_move_of_finding'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=sellerdesk.models.tenant.DeskKey('finding', name='claim_move_finding_in_desk'),
        ),
    ]

