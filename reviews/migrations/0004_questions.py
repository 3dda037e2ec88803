"""Questions about listings: their tables, and the answers and drafts that may be about one."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What is written here is to a review, or to a question."""

    dependencies = [
        ("reviews", "0003_automatic_answers"),
        ("sellerdesk", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('outside_id', models.TextField()),
                ('product', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.product')),
                ('buyer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sellerdesk.buyer')),
                ('text', models.TextField()),
                ('words', models.TextField(blank=True)),
                ('received_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField(null=True)),
                ('standing', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered'), ('rejected', 'Rejected')], default='open', max_length=8)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.F('standing'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='question_by_standing'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='question_newest'), django.contrib.postgres.indexes.GinIndex(fields=['desk', 'words'], name='question_words', opclasses=['int8_ops', 'gin_trgm_ops'])],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='question_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='question_shop_in_desk'), sellerdesk.models.tenant.DeskKey('product', name='question_product_in_desk'), sellerdesk.models.tenant.DeskKey('buyer', name='question_buyer_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='question_once_per_shop'), models.CheckConstraint(condition=models.Q(('standing__in', ['open', 'answered', 'rejected'])), name='question_standing_is_known')],
            },
        ),
        migrations.CreateModel(
            name='QuestionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('record', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('content_hash', models.BinaryField(max_length=32)),
                ('ruling', models.CharField(blank=True, max_length=40)),
                ('outside_id', models.TextField()),
                ('question_ref', models.TextField()),
                ('text', models.TextField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'question_ref'], name='question_answer_of_question')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='question_answer_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='question_answer_shop_in_desk'), models.UniqueConstraint(fields=('desk', 'shop', 'outside_id'), name='question_answer_once_per_shop')],
            },
        ),
        migrations.AddField(
            model_name='ownanswer',
            name='rejects',
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AlterField(
            model_name='answerdraft',
            name='review',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review'),
        ),
        migrations.AlterField(
            model_name='ownanswer',
            name='review',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review'),
        ),
        migrations.AddField(
            model_name='answerdraft',
            name='question',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.question'),
        ),
        migrations.AddField(
            model_name='ownanswer',
            name='question',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.question'),
        ),
        migrations.AddIndex(
            model_name='ownanswer',
            index=models.Index(condition=models.Q(('question__isnull', False)), fields=['desk', 'question', 'id'], name='own_answer_of_question'),
        ),
        migrations.AddConstraint(
            model_name='answerdraft',
            constraint=sellerdesk.models.tenant.DeskKey('question', name='answer_draft_question_in_desk'),
        ),
        migrations.AddConstraint(
            model_name='answerdraft',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('question', None), ('review__isnull', False)), models.Q(('question__isnull', False), ('review', None)), _connector='OR'), name='answer_draft_of_one'),
        ),
        migrations.AddConstraint(
            model_name='answerdraft',
            constraint=models.UniqueConstraint(fields=('desk', 'question', 'user'), name='answer_draft_once_per_question'),
        ),
        migrations.AddConstraint(
            model_name='ownanswer',
            constraint=sellerdesk.models.tenant.DeskKey('question', name='own_answer_question_in_desk'),
        ),
        migrations.AddConstraint(
            model_name='ownanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('question', None), ('review__isnull', False)), models.Q(('question__isnull', False), ('review', None)), _connector='OR'), name='own_answer_of_one'),
        ),
        migrations.AddConstraint(
            model_name='ownanswer',
            constraint=models.CheckConstraint(condition=models.Q(('rejects', ''), ('question__isnull', False), _connector='OR'), name='own_answer_rejects_question'),
        ),
        migrations.AddConstraint(
            model_name='ownanswer',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'moderated', 'sent', 'unknown', 'by_hand']), ('question__isnull', False)), fields=('desk', 'question'), name='own_answer_once_per_question'),
        ),
    ]
