"""The tables of reviews."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.comparison
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every table with its keys, checks and indexes in one step: adding them one by one costs ten times as long."""

    initial = True
    # A database that has them all has this; one that has only some is told so and is brought up by the version before.
    replaces = [
        ("reviews", "0001_initial"),
        ("reviews", "0002_reading"),
        ("reviews", "0003_keys_along_the_shop"),
        ("reviews", "0004_waiting_since"),
        ("reviews", "0005_words_without_order_numbers"),
        ("reviews", "0006_credit_page"),
        ("reviews", "0007_seeing"),
        ("reviews", "0008_answering"),
        ("reviews", "0009_topics"),
        ("reviews", "0010_offers_and_appeals"),
    ]

    dependencies = [
        ("sellerdesk", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('outside_id', models.TextField()),
                ('review_ref', models.TextField()),
                ('follow_up_ref', models.TextField(null=True)),
                ('text', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'review_ref'], name='answer_of_review')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='answer_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='answer_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='answer_once_per_shop')],
            },
        ),
        migrations.CreateModel(
            name='CreditDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('day', models.DateField()),
                ('good', models.IntegerField(default=0)),
                ('neutral', models.IntegerField(default=0)),
                ('bad', models.IntegerField(default=0)),
                ('same_item', models.IntegerField(default=0)),
                ('month_cap', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='credit_day_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='credit_day_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'day'), name='credit_day_once')],
            },
        ),
        migrations.CreateModel(
            name='CreditLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('order_ref', models.TextField()),
                ('line_ref', models.TextField()),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('product_ref', models.TextField()),
                ('placed_at', models.DateTimeField()),
                ('since', models.DateTimeField()),
                ('verdict', models.SmallIntegerField()),
                ('good_at', models.DateTimeField(null=True)),
                ('until', models.DateTimeField(null=True)),
                ('default_good', models.BooleanField()),
                ('steps', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, size=None)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'buyer'], name='credit_line_of_buyer'), models.Index(fields=['desk', 'shop', 'since', 'id'], include=('buyer', 'steps'), name='credit_line_by_since'), models.Index(condition=models.Q(('steps__2__isnull', False)), fields=['desk', 'shop', 'id'], name='credit_line_moved')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='credit_line_desk_id'), sellerdesk.models.tenant.DeskKey('buyer', along='shop', name='credit_line_buyer_in_shop'), models.UniqueConstraint(fields=('desk', 'shop', 'order_ref', 'line_ref'), name='credit_line_once')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('outside_id', models.TextField()),
                ('review_ref', models.TextField()),
                ('text', models.TextField(blank=True)),
                ('photos', models.JSONField(default=list)),
                ('received_at', models.DateTimeField()),
                ('flags', models.JSONField(default=list)),
                ('judged', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'review_ref'], name='follow_up_of_review'), models.Index(condition=models.Q(('judged', False)), fields=['desk', 'shop', 'id'], name='follow_up_unjudged')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='follow_up_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='follow_up_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='follow_up_once_per_shop')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('outside_id', models.TextField()),
                ('author', models.SmallIntegerField(choices=[(1, 'Buyer'), (2, 'Shop')])),
                ('order_ref', models.TextField(null=True)),
                ('line_ref', models.TextField(null=True)),
                ('placed_line', models.TextField(null=True)),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('verdict', models.SmallIntegerField(choices=[(-1, 'Bad'), (0, 'Neutral'), (1, 'Good')])),
                ('stars', models.SmallIntegerField(null=True)),
                ('title', models.TextField(blank=True)),
                ('text', models.TextField(blank=True)),
                ('pros', models.TextField(blank=True)),
                ('cons', models.TextField(blank=True)),
                ('photos', models.JSONField(default=list)),
                ('anonymous', models.BooleanField(default=False)),
                ('changed_at', models.DateTimeField(null=True)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('struck_at', models.DateTimeField(null=True)),
                ('followed_at', models.DateTimeField(null=True)),
                ('answerable_until', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField()),
                ('flags', models.JSONField(default=list)),
                ('judged', models.BooleanField(default=False)),
                ('mark', models.GeneratedField(db_persist=True, expression=django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(django.db.models.expressions.CombinedExpression(models.Case(models.When(changed_at=None, then=models.F('verdict')), default=1), '+', models.Value(1)), '*', models.Value(10)), '+', django.db.models.functions.comparison.Coalesce(models.F('stars'), 0)), output_field=models.SmallIntegerField())),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('order_ref__isnull', False)), fields=['desk', 'shop', 'order_ref'], name='review_of_order'), models.Index(condition=models.Q(('judged', False)), fields=['desk', 'shop', 'id'], name='review_unjudged'), models.Index(models.F('desk'), models.F('shop'), models.F('mark'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1)), name='review_by_mark'), models.Index(models.F('desk'), models.F('product'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1)), name='review_of_product'), models.Index(models.F('desk'), models.F('buyer'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1)), name='review_of_buyer'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1), models.Q(('photos', []), _negated=True)), name='review_with_photos'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1), ('changed_at__isnull', False)), name='review_changed'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('followed_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1), ('followed_at__isnull', False)), name='review_followed'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('answerable_until'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('answerable_until__isnull', False), ('author', 1)), name='review_answerable')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='review_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='review_shop_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='review_product_in_desk'), sellerdesk.models.tenant.DeskKey('buyer', name='review_buyer_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='review_once_per_shop'), models.CheckConstraint(condition=models.Q(('stars__isnull', True), ('stars__range', (1, 5)), _connector='OR'), name='review_stars_are_1_to_5'), models.CheckConstraint(condition=models.Q(('verdict__in', [-1, 0, 1])), name='review_verdict_is_known'), models.CheckConstraint(condition=models.Q(('author__in', [1, 2])), name='review_author_is_known')],
            },
        ),
        migrations.CreateModel(
            name='ReviewStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('review_ref', models.TextField()),
                ('kind', models.SmallIntegerField(choices=[(1, 'Change'), (2, 'Delete')])),
                ('verdict', models.SmallIntegerField(null=True)),
                ('text', models.TextField(blank=True)),
                ('by_platform', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='review_step_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='review_step_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'review_ref', 'kind', 'at'), name='review_step_once_per_instant'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 1), ('verdict__isnull', False)), models.Q(('kind', 2), ('verdict__isnull', True)), _connector='OR'), name='review_step_change_has_verdict')],
            },
        ),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('owner', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=600)),
                ('place', models.IntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'owner', 'place'], name='savedfilter_in_order')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='savedfilter_desk_id'), models.UniqueConstraint(fields=('desk', 'owner', 'name'), name='savedfilter_name_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='savedfilter_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('name', models.CharField(max_length=40)),
                ('folded', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='tag_desk_id'), models.UniqueConstraint(fields=('desk', 'folded'), name='tag_once_per_desk'), models.CheckConstraint(condition=models.Q(('folded', ''), _negated=True), name='tag_says_something')],
            },
        ),
        migrations.CreateModel(
            name='TopicSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
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
                ('seen_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='topic_signal_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='topic_signal_shop_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='topic_signal_product_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'product', 'topic'), name='topic_signal_once'), models.CheckConstraint(condition=models.Q(models.Q(('seen_at', None), ('seen_number', None), ('seen_through', None)), models.Q(('seen_at__isnull', False), ('seen_number__isnull', False), ('seen_through__isnull', False)), _connector='OR'), name='topic_signal_seen_whole')],
            },
        ),
        migrations.CreateModel(
            name='AnswerDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(blank=True)),
                ('version', models.IntegerField(default=1)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='answer_draft_desk_id'), sellerdesk.models.tenant.DeskKey('review', name='answer_draft_review_in_desk'), models.UniqueConstraint(fields=('desk', 'review', 'user'), name='answer_draft_once')],
            },
        ),
        migrations.CreateModel(
            name='Appeal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('reason', models.CharField(choices=[('off_topic', 'off_topic'), ('threat', 'threat'), ('competitor', 'competitor'), ('abuse', 'abuse'), ('spam', 'spam'), ('other', 'other')], max_length=20)),
                ('detail', models.CharField(choices=[('other_product', 'other_product'), ('not_the_product', 'not_the_product'), ('demand', 'demand'), ('coercion', 'coercion'), ('competitor', 'competitor'), ('paid', 'paid'), ('insults', 'insults'), ('private_data', 'private_data'), ('advertising', 'advertising'), ('links', 'links'), ('other', 'other')], max_length=20)),
                ('statement', models.TextField(blank=True)),
                ('passages', models.JSONField(default=list)),
                ('quotes', models.JSONField(default=list)),
                ('state', models.CharField(choices=[('sending', 'sending'), ('waiting', 'waiting'), ('granted', 'granted'), ('refused', 'refused'), ('withdrawn', 'withdrawn'), ('not_sent', 'not_sent'), ('moot', 'moot')], default='sending', max_length=20)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('outbound', models.BigIntegerField(null=True)),
                ('reached_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, choices=[('', 'Nobody'), ('feed', 'Feed'), ('port', 'Port'), ('person', 'Person')], default='', max_length=10)),
                ('said', models.TextField(blank=True)),
                ('client_key', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('review'), models.OrderBy(models.F('made_at'), descending=True), name='appeal_of_review'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('made_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='appeal_by_time'), models.Index(condition=models.Q(('state__in', ['sending', 'waiting'])), fields=['desk', 'shop', 'review'], name='appeal_live')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='appeal_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='appeal_shop_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='appeal_review_in_desk'), models.UniqueConstraint(condition=models.Q(('state__in', ['sending', 'waiting'])), fields=('desk', 'review'), name='appeal_one_live_per_review'), models.UniqueConstraint(fields=('desk', 'client_key'), name='appeal_once_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['sending', 'waiting']), ('ended_at', None)), models.Q(models.Q(('state__in', ['sending', 'waiting']), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='appeal_ended_has_moment')],
            },
        ),
        migrations.CreateModel(
            name='Offer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('kind', models.CharField(choices=[('replacement', 'replacement'), ('part', 'part'), ('refund', 'refund'), ('partial_refund', 'partial_refund'), ('gift', 'gift'), ('discount', 'discount'), ('other', 'other')], max_length=20)),
                ('amount_minor', models.BigIntegerField(null=True)),
                ('currency', models.CharField(blank=True, max_length=3)),
                ('channel', models.CharField(choices=[('chat', 'chat'), ('public', 'public'), ('phone', 'phone'), ('marketplace', 'marketplace')], max_length=20)),
                ('note', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('agreed', 'agreed'), ('done', 'done'), ('declined', 'declined'), ('no_answer', 'no_answer')], default='waiting', max_length=20)),
                ('made_at', models.DateTimeField()),
                ('made_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changes', models.IntegerField(default=0)),
                ('client_key', models.UUIDField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('review'), models.OrderBy(models.F('made_at'), descending=True), name='offer_of_review'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('made_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='offer_by_time')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='offer_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='offer_shop_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='offer_review_in_desk'), models.UniqueConstraint(fields=('desk', 'client_key'), name='offer_once_per_key'), models.CheckConstraint(condition=models.Q(models.Q(('amount_minor__isnull', True), ('currency', '')), models.Q(('amount_minor__gt', 0), ('currency__regex', '^[A-Z]{3}$')), _connector='OR'), name='offer_amount_has_currency')],
            },
        ),
        migrations.CreateModel(
            name='OwnAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('follow_up', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.followup')),
                ('edit', models.BooleanField(default=False)),
                ('text', models.TextField()),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client_key', models.UUIDField()),
                ('written_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('moderated', 'Moderated'), ('sent', 'Sent'), ('refused', 'Refused'), ('unknown', 'Unknown'), ('by_hand', 'By Hand'), ('cancelled', 'Cancelled')], default='queued', max_length=10)),
                ('outbound', models.BigIntegerField(null=True)),
                ('outside_id', models.TextField(null=True)),
                ('told_record', models.BigIntegerField(null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'review', 'id'], name='own_answer_of_review'), models.Index(condition=models.Q(('told_record', None)), fields=['desk', 'shop', 'review'], name='own_answer_without_echo')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='own_answer_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='own_answer_shop_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='own_answer_review_in_desk'), sellerdesk.models.tenant.DeskKey('follow_up', name='own_answer_follow_up_in_desk'), models.UniqueConstraint(fields=('desk', 'client_key'), name='own_answer_sent_once'), models.UniqueConstraint(condition=models.Q(('follow_up', None), ('state__in', ['queued', 'sending', 'moderated', 'sent', 'unknown', 'by_hand'])), fields=('desk', 'review', 'edit'), name='own_answer_once_per_review'), models.UniqueConstraint(condition=models.Q(('follow_up__isnull', False), ('state__in', ['queued', 'sending', 'moderated', 'sent', 'unknown', 'by_hand'])), fields=('desk', 'follow_up', 'edit'), name='own_answer_once_per_follow_up')],
            },
        ),
        migrations.CreateModel(
            name='ReviewTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('topic', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('by', models.SmallIntegerField(choices=[(1, 'Rule'), (2, 'Person'), (3, 'Removed')])),
                ('complains', models.BooleanField()),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.F('topic'), models.OrderBy(models.F('at'), descending=True), condition=models.Q(('by', 3), _negated=True), name='review_topic_by_time'), models.Index(condition=models.Q(('complains', True), ('product__isnull', False), models.Q(('by', 3), _negated=True)), fields=['desk', 'shop', 'product', 'topic', 'at'], name='review_topic_complaints')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='review_topic_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='review_topic_shop_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='review_topic_review_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='review_topic_product_in_desk'), models.UniqueConstraint(fields=('desk', 'review', 'topic'), name='review_topic_once'), models.CheckConstraint(condition=models.Q(('by__in', [1, 2, 3])), name='review_topic_by_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('words', models.TextField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['desk', 'words'], name='said_words', opclasses=['int8_ops', 'gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='said_desk_id'), sellerdesk.models.tenant.DeskKey('review', name='said_review_in_desk'), models.UniqueConstraint(fields=('desk', 'review'), name='said_once_per_review')],
            },
        ),
        migrations.CreateModel(
            name='Tagged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('tag', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.tag')),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'tag', 'review'], name='tagged_by_tag')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='tagged_desk_id'), sellerdesk.models.tenant.DeskKey('review', name='tagged_review_in_desk'), sellerdesk.models.tenant.DeskKey('tag', name='tagged_tag_in_desk'), models.UniqueConstraint(fields=('desk', 'review', 'tag'), name='tagged_once')],
            },
        ),
        migrations.CreateModel(
            name='OfferChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('offer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.offer')),
                ('number', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('agreed', 'agreed'), ('done', 'done'), ('declined', 'declined'), ('no_answer', 'no_answer')], max_length=20)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='offer_change_desk_id'), sellerdesk.models.tenant.DeskKey('offer', name='offer_change_offer_in_desk'), models.UniqueConstraint(fields=('desk', 'offer', 'number'), name='offer_change_once')],
            },
        ),
    ]
