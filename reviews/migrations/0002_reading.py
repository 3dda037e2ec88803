"""What the page of reviews reads: two judged columns, the order of its lists, the words for its search."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import sellerdesk.models.tenant
from django.contrib.postgres.operations import BtreeGinExtension, TrigramExtension
from django.db import migrations, models

# What the door writes from now on, for what is there already: rulebook 14 and 15, 30 days in every profile. The flags then
# look at each review again, and keep its words.
BACKFILL = """
UPDATE reviews_review AS r SET followed_at = f.at FROM (
    SELECT desk_id, shop_id, review_ref, min(at) AS at FROM reviews_followup WHERE ruling IN ('', 'waiting') GROUP BY 1, 2, 3
) AS f WHERE f.desk_id = r.desk_id AND f.shop_id = r.shop_id AND f.review_ref = r.outside_id;
UPDATE reviews_review AS r SET judged = false, answerable_until = CASE
    WHEN author <> 1 OR ruling NOT IN ('', 'waiting') OR deleted_at IS NOT NULL OR struck_at IS NOT NULL THEN NULL
    WHEN followed_at IS NULL THEN CASE WHEN answered_at IS NULL THEN at + interval '720 hours' END
    WHEN EXISTS (
        SELECT FROM reviews_answer AS a JOIN reviews_followup AS f
            ON f.desk_id = a.desk_id AND f.shop_id = a.shop_id AND f.outside_id = a.follow_up_ref
        WHERE a.desk_id = r.desk_id AND a.shop_id = r.shop_id AND a.review_ref = r.outside_id AND a.ruling IN ('', 'waiting')
            AND f.at = r.followed_at
    ) THEN NULL
    ELSE followed_at + interval '720 hours' END;
"""
MARK = (models.Case(models.When(changed_at=None, then=models.F("verdict")), default=1) + 1) * 10 + (
    django.db.models.functions.comparison.Coalesce(models.F("stars"), 0)
)
NEWEST = [models.OrderBy(models.F("at"), descending=True), models.OrderBy(models.F("id"), descending=True)]


def _index(name: str, *columns: object, **condition: object) -> migrations.AddIndex:
    return migrations.AddIndex("review", models.Index(*columns, name=name, condition=models.Q(author=1, **condition)))


def _newest_by(column: str) -> list[models.OrderBy]:
    return [models.OrderBy(models.F(column), descending=True), NEWEST[1]]


class Migration(migrations.Migration):

    dependencies = [
        ("reviews", "0001_initial"),
        ("sellerdesk", "0003_user_time_zone"),
    ]

    operations = [
        TrigramExtension(),
        BtreeGinExtension(),
        migrations.AddField("review", "answerable_until", models.DateTimeField(null=True)),
        migrations.AddField("review", "followed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "review", "mark", models.GeneratedField(db_persist=True, expression=MARK, output_field=models.SmallIntegerField())
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        _index("review_by_mark", models.F("desk"), models.F("shop"), models.F("mark"), *NEWEST),
        _index("review_of_product", models.F("desk"), models.F("product"), *NEWEST),
        _index("review_of_buyer", models.F("desk"), models.F("buyer"), *NEWEST),
        _index("review_followed", models.F("desk"), models.F("shop"), *_newest_by("followed_at"), followed_at__isnull=False),
        _index("review_answerable", models.F("desk"), models.F("shop"), *_newest_by("answerable_until"), answerable_until__isnull=False),
        migrations.CreateModel(
            name="Said",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.TextField()),
                ("desk", models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="sellerdesk.desk")),
                ("review", sellerdesk.models.tenant.DeskForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reviews.review")),
            ],
            options={
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["desk", "words"], opclasses=["int8_ops", "gin_trgm_ops"], name="said_words")],
                "constraints": [models.UniqueConstraint(fields=("desk", "id"), name="said_desk_id"), sellerdesk.models.tenant.DeskKey("review", name="said_review_in_desk"), models.UniqueConstraint(fields=("desk", "review"), name="said_once_per_review")],
            },
        ),
    ]
