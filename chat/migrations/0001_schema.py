"""The tables of chat."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Every table with its keys, checks and indexes in one step: adding them one by one costs ten times as long."""

    initial = True
    # A database that has them all has this; one that has only some is told so and is brought up by the version before.
    replaces = [
        ("chat", "0001_initial"),
        ("chat", "0002_growing"),
        ("chat", "0003_inbox_indexes"),
        ("chat", "0004_round_figures"),
    ]

    dependencies = [
        ("sellerdesk", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AutomaticAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('on', models.BooleanField(default=False)),
                ('texts', models.JSONField(default=dict)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='automatic_answer_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='automatic_answer_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop'), name='automatic_answer_once')],
            },
        ),
        migrations.CreateModel(
            name='MessageChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('message_ref', models.TextField()),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('by', models.SmallIntegerField(choices=[(1, 'Buyer'), (2, 'Shop'), (3, 'Marketplace')])),
                ('text', models.TextField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'message_ref'], name='message_change_of_message')],
                'constraints': [sellerdesk.models.tenant.DeskKey('shop', name='message_change_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='message_change_once_per_shop'), models.UniqueConstraint(fields=('desk', 'id'), name='message_change_desk_id')],
            },
        ),
        migrations.CreateModel(
            name='Satisfaction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('conversation_ref', models.TextField()),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('agent', models.TextField(blank=True)),
                ('score', models.SmallIntegerField()),
                ('counts', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'conversation_ref', 'at'], name='satisfaction_of_thread'), models.Index(condition=models.Q(('counts', True)), fields=['desk', 'shop', 'at'], name='satisfaction_by_time')],
                'constraints': [sellerdesk.models.tenant.DeskKey('shop', name='satisfaction_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='satisfaction_once_per_shop'), models.UniqueConstraint(fields=('desk', 'id'), name='satisfaction_desk_id'), models.CheckConstraint(condition=models.Q(('score__range', (1, 5))), name='satisfaction_is_1_to_5')],
            },
        ),
        migrations.CreateModel(
            name='Thread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('outside_id', models.TextField()),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('order_ref', models.TextField(null=True)),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('last_sender', models.SmallIntegerField()),
                ('excerpt', models.TextField(blank=True)),
                ('files', models.IntegerField(default=0)),
                ('messages', models.IntegerField(default=0)),
                ('arrivals', models.IntegerField(default=0)),
                ('seen_arrival', models.IntegerField(default=0)),
                ('unread', models.IntegerField(default=0)),
                ('waiting_since', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('done_arrival', models.IntegerField(default=0)),
                ('done_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assignee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('counted', models.IntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('covered', models.IntegerField(default=0)),
                ('settled', models.BooleanField(default=False)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='thread_by_time'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('unread__gt', 0)), name='thread_unread'), models.Index(models.F('desk'), models.F('shop'), models.F('waiting_since'), models.F('id'), condition=models.Q(('waiting_since__isnull', False)), name='thread_waiting'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(models.Q(('waiting_since__isnull', False), _negated=True), ('done_at', None)), name='thread_buyers_turn'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('done_at__isnull', False)), name='thread_done'), models.Index(models.F('desk'), models.F('assignee'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('assignee__isnull', False), ('done_at', None)), name='thread_mine'), models.Index(models.F('desk'), models.F('assignee'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('assignee__isnull', False), ('done_at__isnull', False)), name='thread_mine_done'), models.Index(models.F('desk'), models.F('product'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='thread_of_product'), models.Index(models.F('desk'), models.F('buyer'), models.OrderBy(models.F('last_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='thread_of_buyer'), models.Index(condition=models.Q(('order_ref__isnull', False)), fields=['desk', 'shop', 'order_ref'], name='thread_of_order'), models.Index(condition=models.Q(('settled', False)), fields=['desk', 'shop', 'id'], name='thread_unsettled')],
                'constraints': [sellerdesk.models.tenant.DeskKey('shop', name='thread_shop_in_desk'), sellerdesk.models.tenant.DeskKey('buyer', name='thread_buyer_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='thread_product_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='thread_once_per_shop'), models.UniqueConstraint(fields=('desk', 'shop', 'id'), name='thread_desk_shop_id'), models.UniqueConstraint(fields=('desk', 'id'), name='thread_desk_id'), models.CheckConstraint(condition=models.Q(('arrivals__gte', 0), ('done_arrival__gte', 0), ('messages__gte', 0), ('seen_arrival__gte', 0), ('unread__gte', 0)), name='thread_counts_are_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField(blank=True)),
                ('version', models.IntegerField(default=1)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='draft_desk_id'), sellerdesk.models.tenant.DeskKey('thread', name='draft_thread_in_desk'), models.UniqueConstraint(fields=('desk', 'thread', 'user'), name='draft_once')],
            },
        ),
        migrations.CreateModel(
            name='Finish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('arrival', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'thread', 'id'], name='finish_of_thread')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='finish_desk_id'), sellerdesk.models.tenant.DeskKey('thread', name='finish_thread_in_desk')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('arrival', models.IntegerField()),
                ('at', models.DateTimeField()),
                ('sender', models.SmallIntegerField(choices=[(1, 'Buyer'), (2, 'Shop'), (3, 'Marketplace')])),
                ('text', models.TextField(blank=True)),
                ('new_text', models.TextField(null=True)),
                ('changed_at', models.DateTimeField(null=True)),
                ('removed_at', models.DateTimeField(null=True)),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('order_ref', models.TextField(null=True)),
                ('files', models.SmallIntegerField(default=0)),
                ('outside_id', models.TextField(null=True)),
                ('matched', models.BooleanField(default=False)),
                ('written_at', models.DateTimeField(null=True)),
                ('record', models.BigIntegerField(null=True)),
                ('content_hash', models.BinaryField(max_length=32, null=True)),
                ('automatic', models.BooleanField(default=False)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('client_key', models.UUIDField(null=True)),
                ('covers', models.IntegerField(null=True)),
                ('delivery', models.CharField(blank=True, choices=[('', 'Told'), ('queued', 'Queued'), ('sending', 'Sending'), ('moderated', 'Moderated'), ('sent', 'Sent'), ('refused', 'Refused'), ('unknown', 'Unknown'), ('by_hand', 'By Hand'), ('cancelled', 'Cancelled')], default='', max_length=10)),
                ('outbound', models.BigIntegerField(null=True)),
                ('not_before', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'thread', 'at', 'sender', 'id'], name='message_of_thread'), models.Index(condition=models.Q(('client_key__isnull', False), ('outside_id__isnull', True)), fields=['desk', 'thread', 'id'], name='message_without_echo')],
                'constraints': [sellerdesk.models.tenant.DeskKey('thread', along='shop', name='message_thread_in_shop'), sellerdesk.models.tenant.DeskKey('buyer', name='message_buyer_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='message_product_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='message_once_per_shop'), models.UniqueConstraint(fields=('desk', 'thread', 'arrival'), name='message_arrival_once'), models.UniqueConstraint(condition=models.Q(('client_key__isnull', False)), fields=('desk', 'client_key'), name='message_sent_once'), models.UniqueConstraint(fields=('desk', 'id'), name='message_desk_id'), models.CheckConstraint(condition=models.Q(('sender__in', [1, 2, 3])), name='message_sender_is_known'), models.CheckConstraint(condition=models.Q(('client_key__isnull', False), models.Q(('delivery', ''), ('outside_id__isnull', False), ('record__isnull', False)), _connector='OR'), name='message_is_told_or_written_here'), models.CheckConstraint(condition=models.Q(('client_key__isnull', True), models.Q(('covers__isnull', False), ('sender', 2), models.Q(('delivery', ''), _negated=True)), _connector='OR'), name='message_written_here_is_the_shops')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
                ('text', models.TextField()),
                ('mentions', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), db_default=[], default=list, size=None)),
                ('client_key', models.UUIDField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'thread', 'at', 'id'], name='note_of_thread')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='note_desk_id'), sellerdesk.models.tenant.DeskKey('thread', name='note_thread_in_desk'), models.UniqueConstraint(fields=('desk', 'client_key'), name='note_once')],
            },
        ),
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('asked_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_at', models.DateTimeField(null=True)),
                ('automatic_at', models.DateTimeField(null=True)),
                ('after_sale', models.BooleanField(default=False)),
                ('waited', models.GeneratedField(db_persist=True, expression=models.Func(models.F('answered_at'), models.F('asked_at'), arg_joiner=' - ', output_field=models.BigIntegerField(), template='(extract(epoch FROM (%(expressions)s)) * 1000000)::bigint'), output_field=models.BigIntegerField())),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'asked_at'], include=('waited', 'agent', 'done_at', 'automatic_at', 'after_sale', 'thread'), name='round_by_time'), models.Index(condition=models.Q(('agent__isnull', False)), fields=['desk', 'agent'], name='round_of_agent')],
                'constraints': [sellerdesk.models.tenant.DeskKey('thread', along='shop', name='round_thread_in_shop'), models.UniqueConstraint(fields=('desk', 'thread', 'asked_at'), name='round_once'), models.UniqueConstraint(fields=('desk', 'id'), name='round_desk_id'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('answered_at__gte', models.F('asked_at')), _connector='OR'), name='round_ends_after_it_began'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), ('done_at__isnull', True), _connector='OR'), name='round_ends_in_one_way')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('message', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.message')),
                ('place', models.SmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('photo', 'Photo'), ('document', 'Document'), ('other', 'Other')], max_length=10)),
                ('name', models.TextField(blank=True)),
                ('url', models.TextField(blank=True)),
                ('content_type', models.TextField(blank=True)),
                ('size', models.BigIntegerField(null=True)),
                ('width', models.IntegerField(null=True)),
                ('height', models.IntegerField(null=True)),
                ('file', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('told', 'Told'), ('kept', 'Kept'), ('refused', 'Refused'), ('failed', 'Failed')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('tries', models.SmallIntegerField(default=0)),
                ('fetch_at', models.DateTimeField(null=True)),
                ('author', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'thread', 'id'], name='attachment_of_thread'), models.Index(condition=models.Q(('message__isnull', False)), fields=['desk', 'message', 'place'], name='attachment_of_message'), models.Index(condition=models.Q(('fetch_at__isnull', False), ('state', 'told')), fields=['fetch_at'], name='attachment_not_here'), models.Index(condition=models.Q(('author__isnull', True), ('message__isnull', True)), fields=['id'], name='attachment_nobodys')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='attachment_desk_id'), sellerdesk.models.tenant.DeskKey('thread', name='attachment_thread_in_desk'), sellerdesk.models.tenant.DeskKey('message', name='attachment_message_in_desk'), models.CheckConstraint(condition=models.Q(('file', ''), ('state', 'kept'), _negated=True), name='attachment_kept_has_a_file')],
            },
        ),
        migrations.CreateModel(
            name='Said',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
                ('message', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.message')),
                ('at', models.DateTimeField()),
                ('words', models.TextField()),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['desk', 'words'], name='message_said_words', opclasses=['int8_ops', 'gin_trgm_ops']), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('message'), descending=True), name='message_said_by_time')],
                'constraints': [sellerdesk.models.tenant.DeskKey('thread', along='shop', name='said_thread_in_shop'), sellerdesk.models.tenant.DeskKey('message', name='said_message_in_desk'), models.UniqueConstraint(fields=('desk', 'message'), name='said_once_per_message'), models.UniqueConstraint(fields=('desk', 'id'), name='message_said_desk_id')],
            },
        ),
    ]
