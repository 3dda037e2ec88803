import django.db.models.deletion
from django.db import migrations, models

import sellerdesk.models.tenant


class Migration(migrations.Migration):
    dependencies = [
        ("sellerdesk", "0015_one_bot_one_desk_and_why_a_webhook_is_off"),
    ]

    operations = [
        migrations.AddField(
            model_name="upload",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="upload",
            name="made_by_token",
            field=sellerdesk.models.tenant.DeskForeignKey(
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="sellerdesk.apitoken",
            ),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=sellerdesk.models.tenant.DeskKey("made_by_token", name="upload_token_in_desk"),
        ),
        migrations.AddConstraint(
            model_name="upload",
            constraint=models.CheckConstraint(
                condition=models.Q(("made_by__isnull", True), ("made_by_token__isnull", True), _connector="OR"),
                name="upload_brought_by_one",
            ),
        ),
    ]
