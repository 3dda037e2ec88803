"""An index for the decisions that the marketplace took and did not tell of."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('returns', '0006_risks_and_signals'),
        ('sellerdesk', '0005_orders_under_way'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(condition=models.Q(('state', 'sent'), models.Q(('event', ''), _negated=True)), fields=['sent_at'], name='claim_decision_never_told'),
        ),
    ]
