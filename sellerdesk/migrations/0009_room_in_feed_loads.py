"""Room on the pages of feed loads."""

from django.db import migrations

# Each batch changes its load's row, and each record kept is checked against that row: old versions must go away at once, which
# they do where little of a page may be filled.
ROOM = "ALTER TABLE sellerdesk_feedload SET (fillfactor = 10)"
NO_ROOM = "ALTER TABLE sellerdesk_feedload RESET (fillfactor)"


class Migration(migrations.Migration):
    """Storage alone: rows stay as they are."""

    dependencies = [("sellerdesk", "0008_keys_along_the_shop")]
    operations = [migrations.RunSQL(ROOM, NO_ROOM)]
