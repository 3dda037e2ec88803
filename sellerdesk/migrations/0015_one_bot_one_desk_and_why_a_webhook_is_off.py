"""A Telegram bot belongs to one desk, told by the digest of its token; a webhook can be off because too much waited for it."""

import hashlib
from typing import Any

from django.db import migrations, models

from sellerdesk.sealing import Unsealable, unseal


def digest_tokens(apps: Any, schema_editor: Any) -> None:
    """Of desks that share a bot already the first keeps it as its own; the others go on as they are until they enter a token anew."""
    known = set()
    for row in apps.get_model("sellerdesk", "TelegramBot").objects.order_by("created_at", "pk"):
        try:
            digest = hashlib.sha256(unseal(row.token).encode()).hexdigest()
        except Unsealable:
            continue
        if digest not in known:
            known.add(digest)
            row.token_digest = digest
            row.save(update_fields=["token_digest"])


class Migration(migrations.Migration):

    dependencies = [
        ("sellerdesk", "0014_files_of_erased_buyers"),
    ]

    operations = [
        migrations.AddField(
            model_name="telegrambot",
            name="token_digest",
            field=models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="digest of the token"),
        ),
        migrations.RunPython(digest_tokens, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="telegrambot",
            constraint=models.UniqueConstraint(
                condition=models.Q(("token_digest", ""), _negated=True), fields=("token_digest",), name="telegrambot_of_one_desk"
            ),
        ),
        migrations.AlterField(
            model_name="webhook",
            name="off_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("person", "switched off by a person"),
                    ("gone", "the receiver says that it is gone"),
                    ("failing", "the receiver failed for too long"),
                    ("backlog", "too much was waiting for the receiver"),
                ],
                default="",
                max_length=10,
                verbose_name="why",
            ),
        ),
        migrations.AlterField(
            model_name="feedrecord",
            name="state",
            field=models.SmallIntegerField(choices=[(1, "taken in"), (2, "waiting"), (3, "rejected")]),
        ),
        migrations.RemoveConstraint(model_name="webhook", name="webhook_off_says_why"),
        migrations.AddConstraint(
            model_name="webhook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("off_why", ""), ("state", "on")),
                    models.Q(("off_why__in", ["person", "gone", "failing", "backlog"]), ("state", "off")),
                    _connector="OR",
                ),
                name="webhook_off_says_why",
            ),
        ),
    ]
