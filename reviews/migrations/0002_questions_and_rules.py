"""Questions about listings, ratings of buyers, and rules for automatic answers."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0001_schema"),
        ("sellerdesk", "0002_roles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AutomaticRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('name', models.CharField(max_length=60)),
                ('place', models.IntegerField()),
                ('since', models.DateTimeField(null=True)),
                ('conditions', models.JSONField()),
                ('blocks', models.JSONField()),
                ('cap', models.IntegerField()),
                ('version', models.IntegerField(default=1)),
                ('deleted_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('deleted_at', None)), fields=['desk', 'shop', 'place'], name='automatic_rule_in_order')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='automatic_rule_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='automatic_rule_shop_in_desk'), models.UniqueConstraint(condition=models.Q(('deleted_at', None)), fields=('desk', 'shop', 'name'), name='automatic_rule_name_once_per_shop'), models.CheckConstraint(condition=models.Q(('cap__range', (1, 1000))), name='automatic_rule_cap_is_1_to_1000'), models.CheckConstraint(condition=models.Q(('deleted_at', None), ('since', None), _connector='OR'), name='automatic_rule_deleted_is_off')],
            },
        ),
        migrations.CreateModel(
            name='AutomaticEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('rule', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.automaticrule')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('answer', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.ownanswer')),
                ('at', models.DateTimeField()),
                ('day', models.IntegerField()),
                ('reason', models.CharField(blank=True, max_length=40)),
                ('text', models.TextField(blank=True)),
                ('wording', models.CharField(blank=True, max_length=16)),
            ],
            options={
                'indexes': [models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('id'), descending=True), name='automatic_entry_newest'), models.Index(fields=['desk', 'review'], name='automatic_entry_of_review'), models.Index(fields=['desk', 'rule', 'at'], name='automatic_entry_of_rule'), models.Index(condition=models.Q(('reason', '')), fields=['desk', 'rule', 'day'], name='automatic_entry_of_day')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='automatic_entry_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='automatic_entry_shop_in_desk'), sellerdesk.models.tenant.DeskKey('rule', name='automatic_entry_rule_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='automatic_entry_review_in_desk'), sellerdesk.models.tenant.DeskKey('answer', name='automatic_entry_answer_in_desk'), models.UniqueConstraint(condition=models.Q(('reason', '')), fields=('desk', 'review'), name='automatic_entry_answers_once'), models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('reason', '')), models.Q(models.Q(('reason', ''), _negated=True), ('answer', None)), _connector='OR'), name='automatic_entry_answered_or_says_why')],
            },
        ),
        migrations.CreateModel(
            name='AutomaticWait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('review', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review')),
                ('rule', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.automaticrule')),
                ('not_before', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['desk', 'shop', 'not_before'], name='automatic_wait_by_time')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='automatic_wait_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='automatic_wait_shop_in_desk'), sellerdesk.models.tenant.DeskKey('review', name='automatic_wait_review_in_desk'), sellerdesk.models.tenant.DeskKey('rule', name='automatic_wait_rule_in_desk'), models.UniqueConstraint(fields=('desk', 'review'), name='automatic_wait_once')],
            },
        ),
        migrations.CreateModel(
            name='BuyerRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('desk', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk')),
                ('shop', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.shop')),
                ('order', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.order')),
                ('line', sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.orderline')),
                ('verdict', models.SmallIntegerField(choices=[(-1, 'Bad'), (0, 'Neutral'), (1, 'Good')])),
                ('text', models.TextField(blank=True)),
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
                'indexes': [models.Index(fields=['desk', 'line', 'id'], name='buyer_rating_of_line'), models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('written_at'), descending=True), models.OrderBy(models.F('id'), descending=True), name='buyer_rating_by_time'), models.Index(condition=models.Q(('told_record', None)), fields=['desk', 'shop', 'order'], name='buyer_rating_without_echo')],
                'constraints': [models.UniqueConstraint(fields=('desk', 'id'), name='buyer_rating_desk_id'), sellerdesk.models.tenant.DeskKey('shop', name='buyer_rating_shop_in_desk'), sellerdesk.models.tenant.DeskKey('order', name='buyer_rating_order_in_desk'), sellerdesk.models.tenant.DeskKey('line', name='buyer_rating_line_in_desk'), models.UniqueConstraint(fields=('desk', 'client_key', 'line'), name='buyer_rating_given_once'), models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'sending', 'moderated', 'sent', 'unknown', 'by_hand'])), fields=('desk', 'line'), name='buyer_rating_once_per_line'), models.CheckConstraint(condition=models.Q(('verdict__in', [-1, 0, 1])), name='buyer_rating_verdict_is_known'), models.CheckConstraint(condition=models.Q(('verdict', 1), models.Q(('text', ''), _negated=True), _connector='OR'), name='buyer_rating_says_why_not_good')],
            },
        ),
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
        migrations.AddIndex(
            model_name='review',
            index=models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 2)), name='review_by_shop'),
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
