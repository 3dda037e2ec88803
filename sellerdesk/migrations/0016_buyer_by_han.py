"""One or two Han characters are found anywhere in a buyer's name."""

from django.db import migrations


# A trigram needs three signs; of a Han character between spaces it sees the one. Plain SQL, since the index is over an expression
# that only the search writes (chat/queries/searching.py), and only names that have such characters are in it.
HAN = "[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff]"


class Migration(migrations.Migration):
    dependencies = [("sellerdesk", "0015_delivery")]
    operations = [
        migrations.RunSQL(
            "CREATE INDEX buyer_by_han ON sellerdesk_buyer USING gin"
            f" (desk_id int8_ops, (regexp_replace(name, '({HAN})', ' \\1', 'g')) gin_trgm_ops) WHERE name ~ '{HAN}'",
            "DROP INDEX buyer_by_han",
        )
    ]
