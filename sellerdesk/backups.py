"""When the installation was last backed up. `./desk backup` writes it; here it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sellerdesk import env
from sellerdesk.models import Backup


@dataclass(frozen=True, slots=True)
class Made:
    """One finished backup."""

    made_at: datetime
    bytes: int
    file: str


def last() -> Made | None:
    """The newest one."""
    row = Backup.objects.order_by("-made_at").first()
    return None if row is None else Made(row.made_at, row.bytes, row.file)


def allowed_age() -> timedelta:
    """How old the newest may be before people are told: SELLERDESK_BACKUP_DAYS, seven unless said otherwise."""
    return timedelta(days=env.integer("SELLERDESK_BACKUP_DAYS", 7, least=1))
