from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sellerdesk", "0013_who_made_a_key"),
    ]

    operations = [
        migrations.AddField(
            model_name="buyererasure",
            name="files",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
