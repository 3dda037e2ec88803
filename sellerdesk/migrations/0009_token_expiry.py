"""Tokens may end by themselves."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sellerdesk", "0008_audit_page_and_task_runs")]

    operations = [
        migrations.AddField("apitoken", "expires_at", models.DateTimeField(blank=True, null=True, verbose_name="expires")),
    ]
