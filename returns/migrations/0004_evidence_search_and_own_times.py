"""Evidence, findings and words of claims, chosen reasons, a shop's own times, saved lists."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import returns.models.allowed
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("returns", "0003_automatic_decisions"),
        ("sellerdesk", "0003_orders_by_completion"),
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
        migrations.RemoveConstraint(
            model_name='move',
            name='claim_move_event_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='move',
            name='claim_move_money_is_allowed',
        ),
        migrations.RemoveConstraint(
            model_name='move',
            name='claim_move_goods_is_allowed',
        ),
        migrations.RemoveConstraint(
            model_name='move',
            name='claim_move_talk_is_allowed',
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
        migrations.AddConstraint(
            model_name='move',
            constraint=models.CheckConstraint(condition=models.Q(('event__in', ('agreed', 'partly_agreed', 'refused', 'changed', 'sent_back', 'signed', 'received', 'marketplace_joined', 'ruled_for_buyer', 'ruled_for_seller', 'refunded', 'refund_failed', 'withdrawn', 'closed', 'agreed_outright', 'offered', 'not_sent', 'shipped', 'shipped_in_time', 'delivered', 'pay_started', 'lost', 'wrong_thing', 'restocked', 'written_off', 'repaired'))), name='claim_move_event_is_known'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=returns.models.allowed.AllowedMoves('money', ['agreed:agreed:agreed', 'agreed:asked:agreed', 'agreed:failed:failed', 'agreed:partly:agreed', 'agreed:refused:agreed', 'agreed_outright:agreed:agreed', 'agreed_outright:asked:agreed', 'agreed_outright:failed:failed', 'agreed_outright:partly:agreed', 'agreed_outright:refused:agreed', 'changed:agreed:asked', 'changed:asked:asked', 'changed:partly:asked', 'changed:refused:asked', 'closed:agreed:agreed', 'closed:asked:dropped', 'closed:dropped:dropped', 'closed:failed:failed', 'closed:paid:paid', 'closed:partly:partly', 'closed:paying:paying', 'closed:refused:refused', 'delivered:agreed:agreed', 'delivered:asked:asked', 'delivered:dropped:dropped', 'delivered:failed:failed', 'delivered:paid:paid', 'delivered:partly:partly', 'delivered:paying:paying', 'delivered:refused:refused', 'lost:agreed:agreed', 'lost:asked:asked', 'lost:dropped:dropped', 'lost:failed:failed', 'lost:paid:paid', 'lost:partly:partly', 'lost:paying:paying', 'lost:refused:refused', 'marketplace_joined:agreed:agreed', 'marketplace_joined:asked:asked', 'marketplace_joined:dropped:dropped', 'marketplace_joined:failed:failed', 'marketplace_joined:paid:paid', 'marketplace_joined:partly:partly', 'marketplace_joined:paying:paying', 'marketplace_joined:refused:refused', 'not_sent:agreed:dropped', 'not_sent:asked:dropped', 'not_sent:dropped:dropped', 'not_sent:failed:failed', 'not_sent:paid:paid', 'not_sent:partly:dropped', 'not_sent:paying:paying', 'not_sent:refused:refused', 'offered:agreed:agreed', 'offered:asked:asked', 'offered:partly:partly', 'offered:refused:refused', 'partly_agreed:agreed:partly', 'partly_agreed:asked:partly', 'partly_agreed:failed:failed', 'partly_agreed:partly:partly', 'partly_agreed:refused:partly', 'pay_started:agreed:paying', 'pay_started:failed:paying', 'pay_started:partly:paying', 'pay_started:paying:paying', 'received:agreed:agreed', 'received:asked:asked', 'received:dropped:dropped', 'received:failed:failed', 'received:paid:paid', 'received:partly:partly', 'received:paying:paying', 'received:refused:refused', 'refund_failed:agreed:failed', 'refund_failed:failed:failed', 'refund_failed:paid:failed', 'refund_failed:partly:failed', 'refund_failed:paying:failed', 'refunded:agreed:paid', 'refunded:asked:paid', 'refunded:dropped:paid', 'refunded:failed:paid', 'refunded:partly:paid', 'refunded:paying:paid', 'refunded:refused:paid', 'refused:agreed:refused', 'refused:asked:refused', 'refused:partly:refused', 'refused:refused:refused', 'repaired:agreed:agreed', 'repaired:asked:asked', 'repaired:dropped:dropped', 'repaired:failed:failed', 'repaired:paid:paid', 'repaired:partly:partly', 'repaired:paying:paying', 'repaired:refused:refused', 'restocked:agreed:agreed', 'restocked:asked:asked', 'restocked:dropped:dropped', 'restocked:failed:failed', 'restocked:paid:paid', 'restocked:partly:partly', 'restocked:paying:paying', 'restocked:refused:refused', 'ruled_for_buyer:agreed:agreed', 'ruled_for_buyer:asked:agreed', 'ruled_for_buyer:dropped:agreed', 'ruled_for_buyer:failed:failed', 'ruled_for_buyer:paid:paid', 'ruled_for_buyer:partly:agreed', 'ruled_for_buyer:paying:paying', 'ruled_for_buyer:refused:agreed', 'ruled_for_seller:agreed:refused', 'ruled_for_seller:asked:refused', 'ruled_for_seller:dropped:dropped', 'ruled_for_seller:failed:failed', 'ruled_for_seller:paid:paid', 'ruled_for_seller:partly:partly', 'ruled_for_seller:paying:paying', 'ruled_for_seller:refused:refused', 'sent_back:agreed:agreed', 'sent_back:asked:asked', 'sent_back:dropped:dropped', 'sent_back:failed:failed', 'sent_back:paid:paid', 'sent_back:partly:partly', 'sent_back:paying:paying', 'sent_back:refused:refused', 'shipped:agreed:agreed', 'shipped:asked:asked', 'shipped:dropped:dropped', 'shipped:failed:failed', 'shipped:paid:paid', 'shipped:partly:partly', 'shipped:paying:paying', 'shipped:refused:refused', 'shipped_in_time:agreed:agreed', 'shipped_in_time:asked:dropped', 'shipped_in_time:dropped:dropped', 'shipped_in_time:failed:failed', 'shipped_in_time:paid:paid', 'shipped_in_time:partly:partly', 'shipped_in_time:paying:paying', 'shipped_in_time:refused:refused', 'signed:agreed:agreed', 'signed:asked:asked', 'signed:dropped:dropped', 'signed:failed:failed', 'signed:paid:paid', 'signed:partly:partly', 'signed:paying:paying', 'signed:refused:refused', 'withdrawn:agreed:dropped', 'withdrawn:asked:dropped', 'withdrawn:dropped:dropped', 'withdrawn:failed:dropped', 'withdrawn:partly:dropped', 'withdrawn:refused:dropped', 'written_off:agreed:agreed', 'written_off:asked:asked', 'written_off:dropped:dropped', 'written_off:failed:failed', 'written_off:paid:paid', 'written_off:partly:partly', 'written_off:paying:paying', 'written_off:refused:refused', 'wrong_thing:agreed:agreed', 'wrong_thing:asked:asked', 'wrong_thing:dropped:dropped', 'wrong_thing:failed:failed', 'wrong_thing:paid:paid', 'wrong_thing:partly:partly', 'wrong_thing:paying:paying', 'wrong_thing:refused:refused'], name='claim_move_money_is_allowed'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=returns.models.allowed.AllowedMoves('goods', ['agreed:arrived:arrived', 'agreed:coming:coming', 'agreed:going:going', 'agreed:kept:kept', 'agreed:lost:lost', 'agreed:not_sent:not_sent', 'agreed:received:received', 'agreed:repaired:repaired', 'agreed:restocked:restocked', 'agreed:with_buyer:with_buyer', 'agreed:with_shop:with_shop', 'agreed:written_off:written_off', 'agreed:wrong:wrong', 'agreed_outright:arrived:arrived', 'agreed_outright:coming:coming', 'agreed_outright:going:going', 'agreed_outright:kept:kept', 'agreed_outright:lost:lost', 'agreed_outright:not_sent:not_sent', 'agreed_outright:received:received', 'agreed_outright:repaired:repaired', 'agreed_outright:restocked:restocked', 'agreed_outright:with_buyer:with_buyer', 'agreed_outright:with_shop:with_shop', 'agreed_outright:written_off:written_off', 'agreed_outright:wrong:wrong', 'changed:arrived:arrived', 'changed:coming:coming', 'changed:going:going', 'changed:kept:kept', 'changed:lost:lost', 'changed:not_sent:not_sent', 'changed:received:received', 'changed:repaired:repaired', 'changed:restocked:restocked', 'changed:with_buyer:with_buyer', 'changed:with_shop:with_shop', 'changed:written_off:written_off', 'changed:wrong:wrong', 'closed:arrived:arrived', 'closed:coming:coming', 'closed:going:going', 'closed:kept:kept', 'closed:lost:lost', 'closed:not_sent:not_sent', 'closed:received:received', 'closed:repaired:repaired', 'closed:restocked:restocked', 'closed:with_buyer:with_buyer', 'closed:with_shop:with_shop', 'closed:written_off:written_off', 'closed:wrong:wrong', 'delivered:arrived:arrived', 'delivered:coming:coming', 'delivered:going:with_buyer', 'delivered:kept:kept', 'delivered:lost:lost', 'delivered:not_sent:not_sent', 'delivered:received:received', 'delivered:repaired:repaired', 'delivered:restocked:restocked', 'delivered:with_buyer:with_buyer', 'delivered:with_shop:with_buyer', 'delivered:written_off:written_off', 'delivered:wrong:wrong', 'lost:coming:lost', 'lost:going:lost', 'lost:lost:lost', 'marketplace_joined:arrived:arrived', 'marketplace_joined:coming:coming', 'marketplace_joined:going:going', 'marketplace_joined:kept:kept', 'marketplace_joined:lost:lost', 'marketplace_joined:not_sent:not_sent', 'marketplace_joined:received:received', 'marketplace_joined:repaired:repaired', 'marketplace_joined:restocked:restocked', 'marketplace_joined:with_buyer:with_buyer', 'marketplace_joined:with_shop:with_shop', 'marketplace_joined:written_off:written_off', 'marketplace_joined:wrong:wrong', 'not_sent:arrived:arrived', 'not_sent:coming:coming', 'not_sent:going:going', 'not_sent:kept:kept', 'not_sent:lost:lost', 'not_sent:not_sent:not_sent', 'not_sent:received:received', 'not_sent:repaired:repaired', 'not_sent:restocked:restocked', 'not_sent:with_buyer:not_sent', 'not_sent:with_shop:with_shop', 'not_sent:written_off:written_off', 'not_sent:wrong:wrong', 'offered:arrived:arrived', 'offered:coming:coming', 'offered:going:going', 'offered:kept:kept', 'offered:lost:lost', 'offered:not_sent:not_sent', 'offered:received:received', 'offered:repaired:repaired', 'offered:restocked:restocked', 'offered:with_buyer:with_buyer', 'offered:with_shop:with_shop', 'offered:written_off:written_off', 'offered:wrong:wrong', 'partly_agreed:arrived:arrived', 'partly_agreed:coming:coming', 'partly_agreed:going:going', 'partly_agreed:kept:kept', 'partly_agreed:lost:lost', 'partly_agreed:not_sent:not_sent', 'partly_agreed:received:received', 'partly_agreed:repaired:repaired', 'partly_agreed:restocked:restocked', 'partly_agreed:with_buyer:with_buyer', 'partly_agreed:with_shop:with_shop', 'partly_agreed:written_off:written_off', 'partly_agreed:wrong:wrong', 'pay_started:arrived:arrived', 'pay_started:coming:coming', 'pay_started:going:going', 'pay_started:kept:kept', 'pay_started:lost:lost', 'pay_started:not_sent:not_sent', 'pay_started:received:received', 'pay_started:repaired:repaired', 'pay_started:restocked:restocked', 'pay_started:with_buyer:with_buyer', 'pay_started:with_shop:with_shop', 'pay_started:written_off:written_off', 'pay_started:wrong:wrong', 'received:arrived:received', 'received:coming:received', 'received:going:received', 'received:kept:received', 'received:lost:received', 'received:not_sent:received', 'received:received:received', 'received:with_buyer:received', 'received:with_shop:received', 'received:wrong:received', 'refund_failed:arrived:arrived', 'refund_failed:coming:coming', 'refund_failed:going:going', 'refund_failed:kept:kept', 'refund_failed:lost:lost', 'refund_failed:not_sent:not_sent', 'refund_failed:received:received', 'refund_failed:repaired:repaired', 'refund_failed:restocked:restocked', 'refund_failed:with_buyer:with_buyer', 'refund_failed:with_shop:with_shop', 'refund_failed:written_off:written_off', 'refund_failed:wrong:wrong', 'refunded:arrived:arrived', 'refunded:coming:coming', 'refunded:going:going', 'refunded:kept:kept', 'refunded:lost:lost', 'refunded:not_sent:kept', 'refunded:received:received', 'refunded:repaired:repaired', 'refunded:restocked:restocked', 'refunded:with_buyer:kept', 'refunded:with_shop:with_shop', 'refunded:written_off:written_off', 'refunded:wrong:wrong', 'refused:arrived:arrived', 'refused:coming:coming', 'refused:going:going', 'refused:kept:kept', 'refused:lost:lost', 'refused:not_sent:not_sent', 'refused:received:received', 'refused:repaired:repaired', 'refused:restocked:restocked', 'refused:with_buyer:with_buyer', 'refused:with_shop:with_shop', 'refused:written_off:written_off', 'refused:wrong:wrong', 'repaired:received:repaired', 'repaired:repaired:repaired', 'restocked:received:restocked', 'restocked:repaired:restocked', 'restocked:restocked:restocked', 'ruled_for_buyer:arrived:arrived', 'ruled_for_buyer:coming:coming', 'ruled_for_buyer:going:going', 'ruled_for_buyer:kept:kept', 'ruled_for_buyer:lost:lost', 'ruled_for_buyer:not_sent:not_sent', 'ruled_for_buyer:received:received', 'ruled_for_buyer:repaired:repaired', 'ruled_for_buyer:restocked:restocked', 'ruled_for_buyer:with_buyer:with_buyer', 'ruled_for_buyer:with_shop:with_shop', 'ruled_for_buyer:written_off:written_off', 'ruled_for_buyer:wrong:wrong', 'ruled_for_seller:arrived:arrived', 'ruled_for_seller:coming:coming', 'ruled_for_seller:going:going', 'ruled_for_seller:kept:kept', 'ruled_for_seller:lost:lost', 'ruled_for_seller:not_sent:not_sent', 'ruled_for_seller:received:received', 'ruled_for_seller:repaired:repaired', 'ruled_for_seller:restocked:restocked', 'ruled_for_seller:with_buyer:with_buyer', 'ruled_for_seller:with_shop:with_shop', 'ruled_for_seller:written_off:written_off', 'ruled_for_seller:wrong:wrong', 'sent_back:coming:coming', 'sent_back:going:coming', 'sent_back:kept:coming', 'sent_back:lost:coming', 'sent_back:not_sent:coming', 'sent_back:with_buyer:coming', 'sent_back:with_shop:coming', 'sent_back:wrong:coming', 'shipped:arrived:arrived', 'shipped:coming:coming', 'shipped:going:going', 'shipped:kept:kept', 'shipped:lost:lost', 'shipped:not_sent:not_sent', 'shipped:received:received', 'shipped:repaired:repaired', 'shipped:restocked:restocked', 'shipped:with_buyer:with_buyer', 'shipped:with_shop:going', 'shipped:written_off:written_off', 'shipped:wrong:wrong', 'shipped_in_time:arrived:arrived', 'shipped_in_time:coming:coming', 'shipped_in_time:going:going', 'shipped_in_time:kept:kept', 'shipped_in_time:lost:lost', 'shipped_in_time:not_sent:not_sent', 'shipped_in_time:received:received', 'shipped_in_time:repaired:repaired', 'shipped_in_time:restocked:restocked', 'shipped_in_time:with_buyer:with_buyer', 'shipped_in_time:with_shop:going', 'shipped_in_time:written_off:written_off', 'shipped_in_time:wrong:wrong', 'signed:arrived:arrived', 'signed:coming:arrived', 'signed:going:arrived', 'signed:kept:arrived', 'signed:lost:arrived', 'signed:not_sent:arrived', 'signed:received:received', 'signed:repaired:repaired', 'signed:restocked:restocked', 'signed:with_buyer:arrived', 'signed:with_shop:arrived', 'signed:written_off:written_off', 'signed:wrong:arrived', 'withdrawn:arrived:arrived', 'withdrawn:coming:coming', 'withdrawn:going:going', 'withdrawn:kept:kept', 'withdrawn:lost:lost', 'withdrawn:not_sent:not_sent', 'withdrawn:received:received', 'withdrawn:repaired:repaired', 'withdrawn:restocked:restocked', 'withdrawn:with_buyer:with_buyer', 'withdrawn:with_shop:with_shop', 'withdrawn:written_off:written_off', 'withdrawn:wrong:wrong', 'written_off:lost:written_off', 'written_off:received:written_off', 'written_off:repaired:written_off', 'written_off:restocked:written_off', 'written_off:written_off:written_off', 'written_off:wrong:written_off', 'wrong_thing:arrived:wrong', 'wrong_thing:received:wrong', 'wrong_thing:wrong:wrong'], name='claim_move_goods_is_allowed'),
        ),
        migrations.AddConstraint(
            model_name='move',
            constraint=returns.models.allowed.AllowedMoves('talk', ['agreed:buyer:buyer', 'agreed:for_buyer:buyer', 'agreed:for_shop:buyer', 'agreed:marketplace:buyer', 'agreed:nobody:buyer', 'agreed:shop:buyer', 'agreed_outright:buyer:nobody', 'agreed_outright:for_buyer:nobody', 'agreed_outright:for_shop:nobody', 'agreed_outright:marketplace:nobody', 'agreed_outright:nobody:nobody', 'agreed_outright:shop:nobody', 'changed:buyer:shop', 'changed:for_shop:shop', 'changed:marketplace:marketplace', 'changed:nobody:shop', 'changed:shop:shop', 'closed:buyer:closed', 'closed:closed:closed', 'closed:for_buyer:closed', 'closed:for_shop:closed', 'closed:marketplace:closed', 'closed:nobody:closed', 'closed:shop:closed', 'delivered:buyer:buyer', 'delivered:closed:closed', 'delivered:for_buyer:for_buyer', 'delivered:for_shop:for_shop', 'delivered:marketplace:marketplace', 'delivered:nobody:nobody', 'delivered:shop:shop', 'lost:buyer:buyer', 'lost:closed:closed', 'lost:for_buyer:for_buyer', 'lost:for_shop:for_shop', 'lost:marketplace:marketplace', 'lost:nobody:nobody', 'lost:shop:shop', 'marketplace_joined:buyer:marketplace', 'marketplace_joined:closed:marketplace', 'marketplace_joined:for_buyer:marketplace', 'marketplace_joined:for_shop:marketplace', 'marketplace_joined:marketplace:marketplace', 'marketplace_joined:nobody:marketplace', 'marketplace_joined:shop:marketplace', 'not_sent:buyer:closed', 'not_sent:closed:closed', 'not_sent:for_buyer:closed', 'not_sent:for_shop:closed', 'not_sent:marketplace:closed', 'not_sent:nobody:closed', 'not_sent:shop:closed', 'offered:buyer:buyer', 'offered:for_shop:buyer', 'offered:marketplace:marketplace', 'offered:nobody:buyer', 'offered:shop:buyer', 'partly_agreed:buyer:buyer', 'partly_agreed:for_shop:buyer', 'partly_agreed:marketplace:buyer', 'partly_agreed:nobody:buyer', 'partly_agreed:shop:buyer', 'pay_started:buyer:nobody', 'pay_started:closed:closed', 'pay_started:for_buyer:for_buyer', 'pay_started:for_shop:for_shop', 'pay_started:marketplace:marketplace', 'pay_started:nobody:nobody', 'pay_started:shop:nobody', 'received:buyer:shop', 'received:closed:closed', 'received:for_buyer:for_buyer', 'received:for_shop:for_shop', 'received:marketplace:marketplace', 'received:nobody:shop', 'received:shop:shop', 'refund_failed:buyer:shop', 'refund_failed:closed:shop', 'refund_failed:for_buyer:for_buyer', 'refund_failed:for_shop:for_shop', 'refund_failed:marketplace:marketplace', 'refund_failed:nobody:shop', 'refund_failed:shop:shop', 'refunded:buyer:nobody', 'refunded:closed:closed', 'refunded:for_buyer:for_buyer', 'refunded:for_shop:for_shop', 'refunded:marketplace:nobody', 'refunded:nobody:nobody', 'refunded:shop:nobody', 'refused:buyer:buyer', 'refused:for_shop:for_shop', 'refused:marketplace:marketplace', 'refused:nobody:buyer', 'refused:shop:buyer', 'repaired:buyer:buyer', 'repaired:closed:closed', 'repaired:for_buyer:for_buyer', 'repaired:for_shop:for_shop', 'repaired:marketplace:marketplace', 'repaired:nobody:nobody', 'repaired:shop:shop', 'restocked:buyer:buyer', 'restocked:closed:closed', 'restocked:for_buyer:for_buyer', 'restocked:for_shop:for_shop', 'restocked:marketplace:marketplace', 'restocked:nobody:nobody', 'restocked:shop:shop', 'ruled_for_buyer:buyer:for_buyer', 'ruled_for_buyer:closed:for_buyer', 'ruled_for_buyer:for_buyer:for_buyer', 'ruled_for_buyer:for_shop:for_buyer', 'ruled_for_buyer:marketplace:for_buyer', 'ruled_for_buyer:nobody:for_buyer', 'ruled_for_buyer:shop:for_buyer', 'ruled_for_seller:buyer:for_shop', 'ruled_for_seller:closed:for_shop', 'ruled_for_seller:for_buyer:for_shop', 'ruled_for_seller:for_shop:for_shop', 'ruled_for_seller:marketplace:for_shop', 'ruled_for_seller:nobody:for_shop', 'ruled_for_seller:shop:for_shop', 'sent_back:buyer:nobody', 'sent_back:closed:closed', 'sent_back:for_buyer:for_buyer', 'sent_back:for_shop:for_shop', 'sent_back:marketplace:marketplace', 'sent_back:nobody:nobody', 'sent_back:shop:shop', 'shipped:buyer:buyer', 'shipped:closed:closed', 'shipped:for_buyer:for_buyer', 'shipped:for_shop:for_shop', 'shipped:marketplace:marketplace', 'shipped:nobody:nobody', 'shipped:shop:shop', 'shipped_in_time:buyer:buyer', 'shipped_in_time:closed:closed', 'shipped_in_time:for_buyer:for_buyer', 'shipped_in_time:for_shop:for_shop', 'shipped_in_time:marketplace:marketplace', 'shipped_in_time:nobody:nobody', 'shipped_in_time:shop:closed', 'signed:buyer:shop', 'signed:closed:closed', 'signed:for_buyer:for_buyer', 'signed:for_shop:for_shop', 'signed:marketplace:marketplace', 'signed:nobody:shop', 'signed:shop:shop', 'withdrawn:buyer:closed', 'withdrawn:closed:closed', 'withdrawn:for_buyer:closed', 'withdrawn:for_shop:closed', 'withdrawn:marketplace:closed', 'withdrawn:nobody:closed', 'withdrawn:shop:closed', 'written_off:buyer:buyer', 'written_off:closed:closed', 'written_off:for_buyer:for_buyer', 'written_off:for_shop:for_shop', 'written_off:marketplace:marketplace', 'written_off:nobody:nobody', 'written_off:shop:shop', 'wrong_thing:buyer:shop', 'wrong_thing:closed:closed', 'wrong_thing:for_buyer:for_buyer', 'wrong_thing:for_shop:for_shop', 'wrong_thing:marketplace:marketplace', 'wrong_thing:nobody:shop', 'wrong_thing:shop:shop'], name='claim_move_talk_is_allowed'),
        ),
    ]

