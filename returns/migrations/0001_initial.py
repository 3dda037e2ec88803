"""Claims, their steps and moves, refusals; and what the transition tables allow."""

import django.db.models.deletion
import returns.models.allowed
import sellerdesk.models.tenant
from django.db import migrations, models

# A claim is where its moves took it, whoever writes. Asked at the end of a transaction that wrote a claim's axes, since its row and
# its moves are written one after the other.
FOLLOWS = """
CREATE FUNCTION returns_claim_follows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stands text;
    ended text;
    broken boolean;
BEGIN
    SELECT c.money || ':' || c.goods || ':' || c.talk INTO stands FROM returns_claim AS c WHERE c.desk_id = NEW.desk_id AND c.id = NEW.id;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    SELECT bool_or(m.place <> m.number OR CASE WHEN m.number = 1 THEN m.before NOT IN ('asked:with_shop:shop', 'asked:going:shop', 'asked:with_buyer:shop') ELSE m.before <> m.previous END),
        (array_agg(m.after ORDER BY m.place DESC))[1] INTO broken, ended
    FROM (
        SELECT w.*, row_number() OVER (ORDER BY w.place) AS number, lag(w.after) OVER (ORDER BY w.place) AS previous
        FROM (
            SELECT place, money_before || ':' || goods_before || ':' || talk_before AS before,
                money_after || ':' || goods_after || ':' || talk_after AS after
            FROM returns_move WHERE desk_id = NEW.desk_id AND claim_id = NEW.id
        ) AS w
    ) AS m;
    IF broken OR (ended IS NULL AND stands NOT IN ('asked:with_shop:shop', 'asked:going:shop', 'asked:with_buyer:shop')) OR ended <> stands THEN
        RAISE EXCEPTION 'claim % is not where its moves took it', NEW.id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'claim_follows_its_moves';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_follows_its_moves AFTER INSERT OR UPDATE OF money, goods, talk ON returns_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION returns_claim_follows();
"""
FREE = """
DROP TRIGGER claim_follows_its_moves ON returns_claim;
DROP FUNCTION returns_claim_follows();
"""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('sellerdesk', '0002_roles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('at', models.DateTimeField()),
                ('told_at', models.DateTimeField()),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('order_ref', models.TextField()),
                ('line_ref', models.TextField(null=True)),
                ('order', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.order')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('wants', models.CharField(max_length=10)),
                ('told_reason', models.TextField(blank=True)),
                ('reason_text', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('reason_read', models.BooleanField(default=False)),
                ('first_reason', models.CharField(blank=True, max_length=30)),
                ('photos', models.JSONField(default=list)),
                ('video', models.TextField(blank=True)),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('amount_currency', models.CharField(blank=True, max_length=3)),
                ('told_due_at', models.DateTimeField(null=True)),
                ('actions', models.JSONField(null=True)),
                ('status', models.CharField(blank=True, max_length=20)),
                ('money', models.CharField(max_length=12)),
                ('goods', models.CharField(max_length=12)),
                ('talk', models.CharField(max_length=12)),
                ('stage', models.CharField(blank=True, max_length=20)),
                ('clock_since', models.DateTimeField(null=True)),
                ('due_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, max_length=20)),
                ('is_open', models.BooleanField()),
                ('queue_at', models.DateTimeField()),
                ('moved_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'order_ref'], name='claim_of_order'), models.Index(models.F('desk'), models.F('shop'), models.F('queue_at'), models.F('id'), condition=models.Q(('is_open', True)), name='claim_by_deadline'), models.Index(models.F('desk'), models.F('shop'), models.F('queue_at'), models.F('id'), condition=models.Q(('is_open', True), models.Q(('talk', 'shop'), ('stage__in', ['arrived', 'asked_again', 'coming_back', 'not_shipped', 'refund_asked', 'return_asked', 'swap_asked', 'to_settle']), _connector='OR')), name='claim_for_shop'), models.Index(models.F('desk'), models.F('shop'), models.F('queue_at'), models.F('id'), condition=models.Q(('is_open', True), ('stage__in', ['awaiting_return', 'refused'])), name='claim_for_buyer'), models.Index(models.F('desk'), models.F('shop'), models.F('queue_at'), models.F('id'), condition=models.Q(('is_open', True), ('talk', 'marketplace')), name='claim_for_marketplace'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('moved_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_open', False)), name='claim_closed'), models.Index(models.F('desk'), models.F('product'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ruling', '')), name='claim_of_product'), models.Index(models.F('desk'), models.F('buyer'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ruling', '')), name='claim_of_buyer')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='claim_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='claim_shop_in_desk'), sellerdesk.models.tenant.DeskKey('order', name='claim_order_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='claim_product_in_desk'), sellerdesk.models.tenant.DeskKey('buyer', name='claim_buyer_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='claim_once_per_shop'), models.CheckConstraint(condition=models.Q(('wants__in', ('refund', 'return', 'exchange', 'repair', 'reship'))), name='claim_wants_are_known'), models.CheckConstraint(condition=models.Q(('money__in', ('asked', 'agreed', 'partly', 'refused', 'paying', 'paid', 'failed', 'dropped'))), name='claim_money_is_known'), models.CheckConstraint(condition=models.Q(('goods__in', ('with_shop', 'going', 'with_buyer', 'coming', 'arrived', 'received', 'not_sent', 'lost', 'kept', 'wrong', 'restocked', 'written_off', 'repaired'))), name='claim_goods_are_known'), models.CheckConstraint(condition=models.Q(('talk__in', ('shop', 'buyer', 'nobody', 'marketplace', 'for_buyer', 'for_shop', 'closed'))), name='claim_talk_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('clock_since__isnull', True), ('due_at__isnull', True), ('outcome', ''), ('stage', '')), models.Q(('clock_since__isnull', False), ('due_at__isnull', False), ('stage__in', ['not_shipped', 'refund_asked', 'return_asked', 'swap_asked', 'asked_again', 'refused', 'awaiting_return', 'coming_back', 'arrived', 'to_settle'])), _connector='OR'), name='claim_clock_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='ClaimStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('claim_ref', models.TextField()),
                ('step', models.CharField(max_length=20)),
                ('by', models.SmallIntegerField()),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('amount_currency', models.CharField(blank=True, max_length=3)),
                ('tracking', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'claim_ref'], name='claim_step_of_claim')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='claim_step_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='claim_step_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='claim_step_once_per_shop'), models.CheckConstraint(condition=models.Q(('step__in', ('agreed', 'partly_agreed', 'refused', 'changed', 'sent_back', 'signed', 'received', 'marketplace_joined', 'ruled_for_buyer', 'ruled_for_seller', 'refunded', 'refund_failed', 'withdrawn', 'closed'))), name='claim_step_is_known'), models.CheckConstraint(condition=models.Q(('by__in', [1, 2, 3, 4])), name='claim_step_by_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('order_ref', models.TextField()),
                ('line_ref', models.TextField(null=True)),
                ('order', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.order')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('stage', models.SmallIntegerField(choices=[(1, 'Before Shipping'), (2, 'In Transit'), (3, 'At Pickup'), (4, 'Expired')])),
                ('told_reason', models.TextField(blank=True)),
                ('reason_text', models.TextField(blank=True)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('reason_read', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'order_ref'], name='refusal_of_order'), models.Index(models.F('desk'), models.F('buyer'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('ruling', '')), name='refusal_of_buyer')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='refusal_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='refusal_shop_in_desk'), sellerdesk.models.tenant.DeskKey('order', name='refusal_order_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='refusal_product_in_desk'), sellerdesk.models.tenant.DeskKey('buyer', name='refusal_buyer_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='refusal_once_per_shop'), models.CheckConstraint(condition=models.Q(('stage__in', [1, 2, 3, 4])), name='refusal_stage_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Move',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('claim', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='returns.claim')),
                ('place', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=20)),
                ('by', models.SmallIntegerField()),
                ('step', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='returns.claimstep')),
                ('money_before', models.CharField(max_length=12)),
                ('money_after', models.CharField(max_length=12)),
                ('goods_before', models.CharField(max_length=12)),
                ('goods_after', models.CharField(max_length=12)),
                ('talk_before', models.CharField(max_length=12)),
                ('talk_after', models.CharField(max_length=12)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='claim_move_desk_id'), sellerdesk.models.tenant.DeskKey('claim', name='claim_move_claim_in_desk'), sellerdesk.models.tenant.DeskKey('step', name='claim_move_step_in_desk'), models.UniqueConstraint(fields=('desk', 'claim', 'place'), name='claim_move_once_per_place'), models.CheckConstraint(condition=models.Q(('event__in', ('agreed', 'partly_agreed', 'refused', 'changed', 'sent_back', 'signed', 'received', 'marketplace_joined', 'ruled_for_buyer', 'ruled_for_seller', 'refunded', 'refund_failed', 'withdrawn', 'closed', 'agreed_outright', 'offered', 'not_sent', 'pay_started', 'lost', 'wrong_thing', 'restocked', 'written_off', 'repaired'))), name='claim_move_event_is_known'), models.CheckConstraint(condition=models.Q(('by__in', [1, 2, 3, 4])), name='claim_move_by_is_known'), models.CheckConstraint(condition=models.Q(('place__gte', 1)), name='claim_move_place_counts'), returns.models.allowed.AllowedMoves('money', ['agreed:agreed:agreed', 'agreed:asked:agreed', 'agreed:failed:failed', 'agreed:partly:agreed', 'agreed:refused:agreed', 'agreed_outright:agreed:agreed', 'agreed_outright:asked:agreed', 'agreed_outright:failed:failed', 'agreed_outright:partly:agreed', 'agreed_outright:refused:agreed', 'changed:agreed:asked', 'changed:asked:asked', 'changed:partly:asked', 'changed:refused:asked', 'closed:agreed:agreed', 'closed:asked:dropped', 'closed:dropped:dropped', 'closed:failed:failed', 'closed:paid:paid', 'closed:partly:partly', 'closed:paying:paying', 'closed:refused:refused', 'lost:agreed:agreed', 'lost:asked:asked', 'lost:dropped:dropped', 'lost:failed:failed', 'lost:paid:paid', 'lost:partly:partly', 'lost:paying:paying', 'lost:refused:refused', 'marketplace_joined:agreed:agreed', 'marketplace_joined:asked:asked', 'marketplace_joined:dropped:dropped', 'marketplace_joined:failed:failed', 'marketplace_joined:paid:paid', 'marketplace_joined:partly:partly', 'marketplace_joined:paying:paying', 'marketplace_joined:refused:refused', 'not_sent:agreed:dropped', 'not_sent:asked:dropped', 'not_sent:dropped:dropped', 'not_sent:failed:failed', 'not_sent:paid:paid', 'not_sent:partly:dropped', 'not_sent:paying:paying', 'not_sent:refused:refused', 'offered:agreed:agreed', 'offered:asked:asked', 'offered:partly:partly', 'offered:refused:refused', 'partly_agreed:agreed:partly', 'partly_agreed:asked:partly', 'partly_agreed:failed:failed', 'partly_agreed:partly:partly', 'partly_agreed:refused:partly', 'pay_started:agreed:paying', 'pay_started:failed:paying', 'pay_started:partly:paying', 'pay_started:paying:paying', 'received:agreed:agreed', 'received:asked:asked', 'received:dropped:dropped', 'received:failed:failed', 'received:paid:paid', 'received:partly:partly', 'received:paying:paying', 'received:refused:refused', 'refund_failed:agreed:failed', 'refund_failed:failed:failed', 'refund_failed:paid:failed', 'refund_failed:partly:failed', 'refund_failed:paying:failed', 'refunded:agreed:paid', 'refunded:asked:paid', 'refunded:dropped:paid', 'refunded:failed:paid', 'refunded:partly:paid', 'refunded:paying:paid', 'refunded:refused:paid', 'refused:agreed:refused', 'refused:asked:refused', 'refused:partly:refused', 'refused:refused:refused', 'repaired:agreed:agreed', 'repaired:asked:asked', 'repaired:dropped:dropped', 'repaired:failed:failed', 'repaired:paid:paid', 'repaired:partly:partly', 'repaired:paying:paying', 'repaired:refused:refused', 'restocked:agreed:agreed', 'restocked:asked:asked', 'restocked:dropped:dropped', 'restocked:failed:failed', 'restocked:paid:paid', 'restocked:partly:partly', 'restocked:paying:paying', 'restocked:refused:refused', 'ruled_for_buyer:agreed:agreed', 'ruled_for_buyer:asked:agreed', 'ruled_for_buyer:dropped:agreed', 'ruled_for_buyer:failed:failed', 'ruled_for_buyer:paid:paid', 'ruled_for_buyer:partly:agreed', 'ruled_for_buyer:paying:paying', 'ruled_for_buyer:refused:agreed', 'ruled_for_seller:agreed:refused', 'ruled_for_seller:asked:refused', 'ruled_for_seller:dropped:dropped', 'ruled_for_seller:failed:failed', 'ruled_for_seller:paid:paid', 'ruled_for_seller:partly:partly', 'ruled_for_seller:paying:paying', 'ruled_for_seller:refused:refused', 'sent_back:agreed:agreed', 'sent_back:asked:asked', 'sent_back:dropped:dropped', 'sent_back:failed:failed', 'sent_back:paid:paid', 'sent_back:partly:partly', 'sent_back:paying:paying', 'sent_back:refused:refused', 'signed:agreed:agreed', 'signed:asked:asked', 'signed:dropped:dropped', 'signed:failed:failed', 'signed:paid:paid', 'signed:partly:partly', 'signed:paying:paying', 'signed:refused:refused', 'withdrawn:agreed:dropped', 'withdrawn:asked:dropped', 'withdrawn:dropped:dropped', 'withdrawn:failed:dropped', 'withdrawn:partly:dropped', 'withdrawn:refused:dropped', 'written_off:agreed:agreed', 'written_off:asked:asked', 'written_off:dropped:dropped', 'written_off:failed:failed', 'written_off:paid:paid', 'written_off:partly:partly', 'written_off:paying:paying', 'written_off:refused:refused', 'wrong_thing:agreed:agreed', 'wrong_thing:asked:asked', 'wrong_thing:dropped:dropped', 'wrong_thing:failed:failed', 'wrong_thing:paid:paid', 'wrong_thing:partly:partly', 'wrong_thing:paying:paying', 'wrong_thing:refused:refused'], name='claim_move_money_is_allowed'), returns.models.allowed.AllowedMoves('goods', ['agreed:arrived:arrived', 'agreed:coming:coming', 'agreed:going:going', 'agreed:kept:kept', 'agreed:lost:lost', 'agreed:not_sent:not_sent', 'agreed:received:received', 'agreed:repaired:repaired', 'agreed:restocked:restocked', 'agreed:with_buyer:with_buyer', 'agreed:with_shop:with_shop', 'agreed:written_off:written_off', 'agreed:wrong:wrong', 'agreed_outright:arrived:arrived', 'agreed_outright:coming:coming', 'agreed_outright:going:going', 'agreed_outright:kept:kept', 'agreed_outright:lost:lost', 'agreed_outright:not_sent:not_sent', 'agreed_outright:received:received', 'agreed_outright:repaired:repaired', 'agreed_outright:restocked:restocked', 'agreed_outright:with_buyer:with_buyer', 'agreed_outright:with_shop:with_shop', 'agreed_outright:written_off:written_off', 'agreed_outright:wrong:wrong', 'changed:arrived:arrived', 'changed:coming:coming', 'changed:going:going', 'changed:kept:kept', 'changed:lost:lost', 'changed:not_sent:not_sent', 'changed:received:received', 'changed:repaired:repaired', 'changed:restocked:restocked', 'changed:with_buyer:with_buyer', 'changed:with_shop:with_shop', 'changed:written_off:written_off', 'changed:wrong:wrong', 'closed:arrived:arrived', 'closed:coming:coming', 'closed:going:going', 'closed:kept:kept', 'closed:lost:lost', 'closed:not_sent:not_sent', 'closed:received:received', 'closed:repaired:repaired', 'closed:restocked:restocked', 'closed:with_buyer:with_buyer', 'closed:with_shop:with_shop', 'closed:written_off:written_off', 'closed:wrong:wrong', 'lost:coming:lost', 'lost:going:lost', 'lost:lost:lost', 'marketplace_joined:arrived:arrived', 'marketplace_joined:coming:coming', 'marketplace_joined:going:going', 'marketplace_joined:kept:kept', 'marketplace_joined:lost:lost', 'marketplace_joined:not_sent:not_sent', 'marketplace_joined:received:received', 'marketplace_joined:repaired:repaired', 'marketplace_joined:restocked:restocked', 'marketplace_joined:with_buyer:with_buyer', 'marketplace_joined:with_shop:with_shop', 'marketplace_joined:written_off:written_off', 'marketplace_joined:wrong:wrong', 'not_sent:arrived:arrived', 'not_sent:coming:coming', 'not_sent:going:going', 'not_sent:kept:kept', 'not_sent:lost:lost', 'not_sent:not_sent:not_sent', 'not_sent:received:received', 'not_sent:repaired:repaired', 'not_sent:restocked:restocked', 'not_sent:with_buyer:not_sent', 'not_sent:with_shop:with_shop', 'not_sent:written_off:written_off', 'not_sent:wrong:wrong', 'offered:arrived:arrived', 'offered:coming:coming', 'offered:going:going', 'offered:kept:kept', 'offered:lost:lost', 'offered:not_sent:not_sent', 'offered:received:received', 'offered:repaired:repaired', 'offered:restocked:restocked', 'offered:with_buyer:with_buyer', 'offered:with_shop:with_shop', 'offered:written_off:written_off', 'offered:wrong:wrong', 'partly_agreed:arrived:arrived', 'partly_agreed:coming:coming', 'partly_agreed:going:going', 'partly_agreed:kept:kept', 'partly_agreed:lost:lost', 'partly_agreed:not_sent:not_sent', 'partly_agreed:received:received', 'partly_agreed:repaired:repaired', 'partly_agreed:restocked:restocked', 'partly_agreed:with_buyer:with_buyer', 'partly_agreed:with_shop:with_shop', 'partly_agreed:written_off:written_off', 'partly_agreed:wrong:wrong', 'pay_started:arrived:arrived', 'pay_started:coming:coming', 'pay_started:going:going', 'pay_started:kept:kept', 'pay_started:lost:lost', 'pay_started:not_sent:not_sent', 'pay_started:received:received', 'pay_started:repaired:repaired', 'pay_started:restocked:restocked', 'pay_started:with_buyer:with_buyer', 'pay_started:with_shop:with_shop', 'pay_started:written_off:written_off', 'pay_started:wrong:wrong', 'received:arrived:received', 'received:coming:received', 'received:going:received', 'received:kept:received', 'received:lost:received', 'received:not_sent:received', 'received:received:received', 'received:with_buyer:received', 'received:with_shop:received', 'received:wrong:received', 'refund_failed:arrived:arrived', 'refund_failed:coming:coming', 'refund_failed:going:going', 'refund_failed:kept:kept', 'refund_failed:lost:lost', 'refund_failed:not_sent:not_sent', 'refund_failed:received:received', 'refund_failed:repaired:repaired', 'refund_failed:restocked:restocked', 'refund_failed:with_buyer:with_buyer', 'refund_failed:with_shop:with_shop', 'refund_failed:written_off:written_off', 'refund_failed:wrong:wrong', 'refunded:arrived:arrived', 'refunded:coming:coming', 'refunded:going:going', 'refunded:kept:kept', 'refunded:lost:lost', 'refunded:not_sent:kept', 'refunded:received:received', 'refunded:repaired:repaired', 'refunded:restocked:restocked', 'refunded:with_buyer:kept', 'refunded:with_shop:with_shop', 'refunded:written_off:written_off', 'refunded:wrong:wrong', 'refused:arrived:arrived', 'refused:coming:coming', 'refused:going:going', 'refused:kept:kept', 'refused:lost:lost', 'refused:not_sent:not_sent', 'refused:received:received', 'refused:repaired:repaired', 'refused:restocked:restocked', 'refused:with_buyer:with_buyer', 'refused:with_shop:with_shop', 'refused:written_off:written_off', 'refused:wrong:wrong', 'repaired:received:repaired', 'repaired:repaired:repaired', 'restocked:received:restocked', 'restocked:repaired:restocked', 'restocked:restocked:restocked', 'ruled_for_buyer:arrived:arrived', 'ruled_for_buyer:coming:coming', 'ruled_for_buyer:going:going', 'ruled_for_buyer:kept:kept', 'ruled_for_buyer:lost:lost', 'ruled_for_buyer:not_sent:not_sent', 'ruled_for_buyer:received:received', 'ruled_for_buyer:repaired:repaired', 'ruled_for_buyer:restocked:restocked', 'ruled_for_buyer:with_buyer:with_buyer', 'ruled_for_buyer:with_shop:with_shop', 'ruled_for_buyer:written_off:written_off', 'ruled_for_buyer:wrong:wrong', 'ruled_for_seller:arrived:arrived', 'ruled_for_seller:coming:coming', 'ruled_for_seller:going:going', 'ruled_for_seller:kept:kept', 'ruled_for_seller:lost:lost', 'ruled_for_seller:not_sent:not_sent', 'ruled_for_seller:received:received', 'ruled_for_seller:repaired:repaired', 'ruled_for_seller:restocked:restocked', 'ruled_for_seller:with_buyer:with_buyer', 'ruled_for_seller:with_shop:with_shop', 'ruled_for_seller:written_off:written_off', 'ruled_for_seller:wrong:wrong', 'sent_back:coming:coming', 'sent_back:going:coming', 'sent_back:kept:coming', 'sent_back:lost:coming', 'sent_back:not_sent:coming', 'sent_back:with_buyer:coming', 'sent_back:with_shop:coming', 'sent_back:wrong:coming', 'signed:arrived:arrived', 'signed:coming:arrived', 'signed:going:arrived', 'signed:kept:arrived', 'signed:lost:arrived', 'signed:not_sent:arrived', 'signed:received:received', 'signed:repaired:repaired', 'signed:restocked:restocked', 'signed:with_buyer:arrived', 'signed:with_shop:arrived', 'signed:written_off:written_off', 'signed:wrong:arrived', 'withdrawn:arrived:arrived', 'withdrawn:coming:coming', 'withdrawn:going:going', 'withdrawn:kept:kept', 'withdrawn:lost:lost', 'withdrawn:not_sent:not_sent', 'withdrawn:received:received', 'withdrawn:repaired:repaired', 'withdrawn:restocked:restocked', 'withdrawn:with_buyer:with_buyer', 'withdrawn:with_shop:with_shop', 'withdrawn:written_off:written_off', 'withdrawn:wrong:wrong', 'written_off:lost:written_off', 'written_off:received:written_off', 'written_off:repaired:written_off', 'written_off:restocked:written_off', 'written_off:written_off:written_off', 'written_off:wrong:written_off', 'wrong_thing:arrived:wrong', 'wrong_thing:received:wrong', 'wrong_thing:wrong:wrong'], name='claim_move_goods_is_allowed'), returns.models.allowed.AllowedMoves('talk', ['agreed:buyer:buyer', 'agreed:for_buyer:buyer', 'agreed:for_shop:buyer', 'agreed:marketplace:buyer', 'agreed:nobody:buyer', 'agreed:shop:buyer', 'agreed_outright:buyer:nobody', 'agreed_outright:for_buyer:nobody', 'agreed_outright:for_shop:nobody', 'agreed_outright:marketplace:nobody', 'agreed_outright:nobody:nobody', 'agreed_outright:shop:nobody', 'changed:buyer:shop', 'changed:for_shop:shop', 'changed:marketplace:marketplace', 'changed:nobody:shop', 'changed:shop:shop', 'closed:buyer:closed', 'closed:closed:closed', 'closed:for_buyer:closed', 'closed:for_shop:closed', 'closed:marketplace:closed', 'closed:nobody:closed', 'closed:shop:closed', 'lost:buyer:buyer', 'lost:closed:closed', 'lost:for_buyer:for_buyer', 'lost:for_shop:for_shop', 'lost:marketplace:marketplace', 'lost:nobody:nobody', 'lost:shop:shop', 'marketplace_joined:buyer:marketplace', 'marketplace_joined:closed:marketplace', 'marketplace_joined:for_buyer:marketplace', 'marketplace_joined:for_shop:marketplace', 'marketplace_joined:marketplace:marketplace', 'marketplace_joined:nobody:marketplace', 'marketplace_joined:shop:marketplace', 'not_sent:buyer:closed', 'not_sent:closed:closed', 'not_sent:for_buyer:closed', 'not_sent:for_shop:closed', 'not_sent:marketplace:closed', 'not_sent:nobody:closed', 'not_sent:shop:closed', 'offered:buyer:buyer', 'offered:for_shop:buyer', 'offered:marketplace:marketplace', 'offered:nobody:buyer', 'offered:shop:buyer', 'partly_agreed:buyer:buyer', 'partly_agreed:for_shop:buyer', 'partly_agreed:marketplace:buyer', 'partly_agreed:nobody:buyer', 'partly_agreed:shop:buyer', 'pay_started:buyer:nobody', 'pay_started:closed:closed', 'pay_started:for_buyer:for_buyer', 'pay_started:for_shop:for_shop', 'pay_started:marketplace:marketplace', 'pay_started:nobody:nobody', 'pay_started:shop:nobody', 'received:buyer:shop', 'received:closed:closed', 'received:for_buyer:for_buyer', 'received:for_shop:for_shop', 'received:marketplace:marketplace', 'received:nobody:shop', 'received:shop:shop', 'refund_failed:buyer:shop', 'refund_failed:closed:shop', 'refund_failed:for_buyer:for_buyer', 'refund_failed:for_shop:for_shop', 'refund_failed:marketplace:marketplace', 'refund_failed:nobody:shop', 'refund_failed:shop:shop', 'refunded:buyer:nobody', 'refunded:closed:closed', 'refunded:for_buyer:for_buyer', 'refunded:for_shop:for_shop', 'refunded:marketplace:nobody', 'refunded:nobody:nobody', 'refunded:shop:nobody', 'refused:buyer:buyer', 'refused:for_shop:for_shop', 'refused:marketplace:marketplace', 'refused:nobody:buyer', 'refused:shop:buyer', 'repaired:buyer:buyer', 'repaired:closed:closed', 'repaired:for_buyer:for_buyer', 'repaired:for_shop:for_shop', 'repaired:marketplace:marketplace', 'repaired:nobody:nobody', 'repaired:shop:shop', 'restocked:buyer:buyer', 'restocked:closed:closed', 'restocked:for_buyer:for_buyer', 'restocked:for_shop:for_shop', 'restocked:marketplace:marketplace', 'restocked:nobody:nobody', 'restocked:shop:shop', 'ruled_for_buyer:buyer:for_buyer', 'ruled_for_buyer:closed:for_buyer', 'ruled_for_buyer:for_buyer:for_buyer', 'ruled_for_buyer:for_shop:for_buyer', 'ruled_for_buyer:marketplace:for_buyer', 'ruled_for_buyer:nobody:for_buyer', 'ruled_for_buyer:shop:for_buyer', 'ruled_for_seller:buyer:for_shop', 'ruled_for_seller:closed:for_shop', 'ruled_for_seller:for_buyer:for_shop', 'ruled_for_seller:for_shop:for_shop', 'ruled_for_seller:marketplace:for_shop', 'ruled_for_seller:nobody:for_shop', 'ruled_for_seller:shop:for_shop', 'sent_back:buyer:nobody', 'sent_back:closed:closed', 'sent_back:for_buyer:for_buyer', 'sent_back:for_shop:for_shop', 'sent_back:marketplace:marketplace', 'sent_back:nobody:nobody', 'sent_back:shop:shop', 'signed:buyer:shop', 'signed:closed:closed', 'signed:for_buyer:for_buyer', 'signed:for_shop:for_shop', 'signed:marketplace:marketplace', 'signed:nobody:shop', 'signed:shop:shop', 'withdrawn:buyer:closed', 'withdrawn:closed:closed', 'withdrawn:for_buyer:closed', 'withdrawn:for_shop:closed', 'withdrawn:marketplace:closed', 'withdrawn:nobody:closed', 'withdrawn:shop:closed', 'written_off:buyer:buyer', 'written_off:closed:closed', 'written_off:for_buyer:for_buyer', 'written_off:for_shop:for_shop', 'written_off:marketplace:marketplace', 'written_off:nobody:nobody', 'written_off:shop:shop', 'wrong_thing:buyer:shop', 'wrong_thing:closed:closed', 'wrong_thing:for_buyer:for_buyer', 'wrong_thing:for_shop:for_shop', 'wrong_thing:marketplace:marketplace', 'wrong_thing:nobody:shop', 'wrong_thing:shop:shop'], name='claim_move_talk_is_allowed')],
            },
        ),
        migrations.RunSQL(FOLLOWS, FREE),
    ]
