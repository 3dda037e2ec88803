"""Tokens may end by themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sellerdesk", "0006_role_permissions")]

    operations = [
        migrations.AddField("apitoken", "expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
    ]
