import django.db.models.deletion
from django.db import migrations, models

import sellerdesk.models.tenant


class Migration(migrations.Migration):

    dependencies = [
        ('chat', '0001_schema'),
        ('sellerdesk', '0014_files_of_erased_buyers'),
    ]

    operations = [
        migrations.AddField(model_name='thread', name='heard', field=models.IntegerField(db_default=0, default=0)),
        migrations.AddIndex(
            model_name='thread',
            index=models.Index(condition=models.Q(('heard__lt', models.F('counted'))), fields=['desk', 'shop', 'id'], name='thread_unheard'),
        ),
        migrations.CreateModel(
            name='Complaint',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('thread', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='chat.thread')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('product__isnull', False)), fields=['desk', 'shop', 'product', 'topic', 'at'], name='chat_complaint_of_product')],
                'constraints': [
                    models.UniqueConstraint(fields=('desk', 'id'), name='chat_complaint_desk_id'),
                    sellerdesk.models.tenant.DeskKey('thread', along='shop', name='chat_complaint_thread_in_shop'),
                    sellerdesk.models.tenant.DeskKey('product', name='chat_complaint_product_in_desk'),
                    models.UniqueConstraint(fields=('desk', 'thread', 'topic'), name='chat_complaint_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ComplaintSignal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('topic', models.CharField(max_length=20)),
                ('since', models.DateTimeField()),
                ('ripe', models.DateTimeField()),
                ('newest', models.DateTimeField()),
                ('number', models.IntegerField()),
                ('why', models.CharField(max_length=10)),
                ('is_open', models.BooleanField()),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('desk', 'id'), name='complaint_signal_desk_id'),
                    sellerdesk.models.tenant.DeskKey('shop', name='complaint_signal_shop_in_desk'),
                    sellerdesk.models.tenant.DeskKey('product', name='complaint_signal_product_in_desk'),
                    models.UniqueConstraint(fields=('desk', 'shop', 'product', 'topic'), name='complaint_signal_once'),
                    models.CheckConstraint(condition=models.Q(('why__in', ['close', 'rate'])), name='complaint_signal_why_is_known'),
                ],
            },
        ),
    ]
