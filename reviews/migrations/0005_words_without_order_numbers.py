"""Words for the search held the order's number, by which a review was found also by readers who may not see orders."""

from django.db import migrations


# The words are gone at once; the flags then look at each of these reviews again, and keep its words without the number.
FORGET = """
DELETE FROM reviews_said AS s USING reviews_review AS r WHERE r.desk_id = s.desk_id AND r.id = s.review_id AND r.order_ref IS NOT NULL;
UPDATE reviews_review SET judged = false WHERE author = 1 AND order_ref IS NOT NULL AND judged;
"""


class Migration(migrations.Migration):

    dependencies = [("reviews", "0004_waiting_since")]

    operations = [migrations.RunSQL(FORGET, migrations.RunSQL.noop)]
