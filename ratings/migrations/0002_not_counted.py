"""The ratings that were ever past the cap or struck are found without reading the ledger."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    """A partial index."""

    dependencies: ClassVar = [("ratings", "0001_initial")]
    operations: ClassVar = [
        migrations.AddIndex(
            model_name="storerating",
            index=models.Index(
                fields=["desk", "shop", "at"], name="store_rating_not_counted", condition=models.Q(states__overlap=[3, 4])
            ),
        ),
    ]
