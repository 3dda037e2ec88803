"""A password that was made up for somebody ends."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("sellerdesk", "0017_kept_shorter"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="password_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="made-up password until"),
        ),
    ]
