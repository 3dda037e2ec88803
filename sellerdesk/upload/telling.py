"""What the desk log and the audit chain hear of uploads."""

from datetime import datetime

from sellerdesk import audit
from sellerdesk.commands import note
from sellerdesk.domain.actor import Actor
from sellerdesk.models import Upload


def told(row: Upload) -> None:
    """Note in the desk log that an upload stands differently now."""
    note(row.desk_id, "upload.changed", shop_id=row.shop_id, upload=row.pk)


def audited(row: Upload, actor: Actor, what: str, now: datetime) -> None:
    """Who had which file loaded, or stopped it."""
    kind = row.mapping["type"] if row.mapping else ""
    after = {"name": row.name, "size": row.size, "shop": row.shop_id, "type": kind}
    audit.record(row.desk_id, actor, what, f"upload:{row.pk}", None, after, now)
