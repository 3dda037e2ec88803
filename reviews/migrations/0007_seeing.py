"""Labels on reviews, saved lists, and the order of lists that few reviews are in."""

import django.db.models.deletion
import sellerdesk.models.tenant
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reviews', '0006_credit_page'),
        ('sellerdesk', '0016_buyer_by_han'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=600)),
                ('place', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('folded', models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name='Tagged',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1), models.Q(('photos', []), _negated=True)), name='review_with_photos'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(models.F('desk'), models.F('shop'), models.OrderBy(models.F('at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('author', 1), ('changed_at__isnull', False)), name='review_changed'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='desk',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='owner',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tag',
            name='desk',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk'),
        ),
        migrations.AddField(
            model_name='tagged',
            name='desk',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='sellerdesk.desk'),
        ),
        migrations.AddField(
            model_name='tagged',
            name='review',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.review'),
        ),
        migrations.AddField(
            model_name='tagged',
            name='tag',
            field=sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reviews.tag'),
        ),
        migrations.AddIndex(
            model_name='savedfilter',
            index=models.Index(fields=['desk', 'owner', 'place'], name='savedfilter_in_order'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('desk', 'id'), name='savedfilter_desk_id'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(fields=('desk', 'owner', 'name'), name='savedfilter_name_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='savedfilter_has_a_name'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('desk', 'id'), name='tag_desk_id'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.UniqueConstraint(fields=('desk', 'folded'), name='tag_once_per_desk'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('folded', ''), _negated=True), name='tag_says_something'),
        ),
        migrations.AddIndex(
            model_name='tagged',
            index=models.Index(fields=['desk', 'tag', 'review'], name='tagged_by_tag'),
        ),
        migrations.AddConstraint(
            model_name='tagged',
            constraint=models.UniqueConstraint(fields=('desk', 'id'), name='tagged_desk_id'),
        ),
        migrations.AddConstraint(
            model_name='tagged',
            constraint=sellerdesk.models.tenant.DeskKey('review', name='tagged_review_in_desk'),
        ),
        migrations.AddConstraint(
            model_name='tagged',
            constraint=sellerdesk.models.tenant.DeskKey('tag', name='tagged_tag_in_desk'),
        ),
        migrations.AddConstraint(
            model_name='tagged',
            constraint=models.UniqueConstraint(fields=('desk', 'review', 'tag'), name='tagged_once'),
        ),
    ]
