"""Flagged reviews that are open already wait since they were written, as those opened from now on do."""

from django.db import migrations


SINCE = """
UPDATE sellerdesk_workitem AS w SET opened_at = r.at FROM reviews_review AS r
WHERE w.kind = 'flagged_review' AND w.state = 'open' AND r.desk_id = w.desk_id
    AND r.id = substring(w.subject FROM 8)::bigint AND w.opened_at <> r.at;
"""


class Migration(migrations.Migration):

    dependencies = [
        ("reviews", "0003_keys_along_the_shop"),
        ("sellerdesk", "0010_uploads"),
    ]

    operations = [migrations.RunSQL(SINCE, migrations.RunSQL.noop)]
