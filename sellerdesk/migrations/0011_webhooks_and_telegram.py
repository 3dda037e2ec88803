"""Receivers of webhooks and what they answered; a desk's Telegram bot and the chats linked with it."""

import django.contrib.postgres.fields
import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sellerdesk", "0010_buyer_erasures"),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='by_telegram',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('url', models.CharField(max_length=500, verbose_name='address')),
                ('events', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None, verbose_name='events')),
                ('secret', models.TextField(verbose_name='secret')),
                ('old_secret', models.TextField(blank=True, default='', verbose_name='secret before')),
                ('old_until', models.DateTimeField(blank=True, null=True, verbose_name='valid until')),
                ('every_shop', models.BooleanField(default=True, verbose_name='every shop')),
                ('state', models.CharField(choices=[('on', 'on'), ('off', 'off')], default='on', max_length=3, verbose_name='state')),
                ('off_why', models.CharField(blank=True, choices=[('person', 'switched off by a person'), ('gone', 'the receiver says that it is gone'), ('failing', 'the receiver failed for too long')], default='', max_length=10, verbose_name='why')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'constraints': [
                    models.UniqueConstraint(fields=('desk', 'id'), name='webhook_desk_id'),
                    models.CheckConstraint(condition=models.Q(models.Q(('off_why', ''), ('state', 'on')), models.Q(('off_why__in', ['person', 'gone', 'failing']), ('state', 'off')), _connector='OR'), name='webhook_off_says_why'),
                    models.CheckConstraint(condition=models.Q(models.Q(('old_secret', ''), ('old_until__isnull', True)), models.Q(models.Q(('old_secret', ''), _negated=True), ('old_until__isnull', False)), _connector='OR'), name='webhook_old_secret_ends'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WebhookAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('status', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='answer')),
                ('milliseconds', models.PositiveIntegerField(default=0, verbose_name='took, milliseconds')),
                ('body', models.CharField(blank=True, default='', max_length=500, verbose_name='beginning of the answer')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('outbound', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.outbound')),
                ('webhook', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.webhook')),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'webhook', '-at'], name='webhookanswer_of_webhook')],
                'constraints': [
                    models.UniqueConstraint(fields=('desk', 'id'), name='webhookanswer_desk_id'),
                    sellerdesk.models.tenant.DeskKey('webhook', name='webhookanswer_webhook_in_desk'),
                    sellerdesk.models.tenant.DeskKey('outbound', name='webhookanswer_outbound_in_desk'),
                    models.UniqueConstraint(fields=('desk', 'outbound'), name='webhookanswer_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='WebhookShop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('webhook', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shops', to='sellerdesk.webhook')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('desk', 'id'), name='webhookshop_desk_id'),
                    sellerdesk.models.tenant.DeskKey('webhook', name='webhookshop_webhook_in_desk'),
                    sellerdesk.models.tenant.DeskKey('shop', name='webhookshop_shop_in_desk'),
                    models.UniqueConstraint(fields=('desk', 'webhook', 'shop'), name='webhookshop_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TelegramBot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=64, verbose_name='name')),
                ('token', models.TextField(verbose_name='token')),
                ('position', models.BigIntegerField(default=0, verbose_name='next update')),
                ('read_until', models.DateTimeField(blank=True, null=True, verbose_name='being read until')),
                ('failing_since', models.DateTimeField(blank=True, null=True, verbose_name='failing since')),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
            ],
            options={
                'verbose_name': 'Telegram bot',
                'verbose_name_plural': 'Telegram bots',
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='telegrambot_desk_id'), models.UniqueConstraint(fields=('desk',), name='telegrambot_once')],
            },
        ),
        migrations.CreateModel(
            name='TelegramLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chat', models.BigIntegerField(blank=True, null=True, verbose_name='chat')),
                ('linked_at', models.DateTimeField(blank=True, null=True, verbose_name='linked')),
                ('code_hash', models.CharField(blank=True, default='', max_length=64, verbose_name='hash of the code')),
                ('code_until', models.DateTimeField(blank=True, null=True, verbose_name='code valid until')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('user', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'Telegram chat',
                'verbose_name_plural': 'Telegram chats',
                'indexes': [models.Index(condition=models.Q(('code_until__isnull', False)), fields=['code_until'], name='telegramlink_sweep_codes')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='telegramlink_desk_id'), models.UniqueConstraint(fields=('desk', 'user'), name='telegramlink_once'), models.CheckConstraint(condition=models.Q(models.Q(('chat__isnull', True), ('linked_at__isnull', True)), models.Q(('chat__isnull', False), ('linked_at__isnull', False)), _connector='OR'), name='telegramlink_linked_has_a_chat'), models.CheckConstraint(condition=models.Q(models.Q(('code_hash', ''), ('code_until__isnull', True)), models.Q(models.Q(('code_hash', ''), _negated=True), ('code_until__isnull', False)), _connector='OR'), name='telegramlink_code_ends')],
            },
        ),
    ]
