"""The nightly walk of the audit chains: what it found is kept for the audit page, and owners are told of a broken one."""

from datetime import datetime
from typing import Final

import structlog

from sellerdesk import access, audit, notices
from sellerdesk.commands import command
from sellerdesk.domain import permissions
from sellerdesk.models import AuditCheck, Desk


BROKEN: Final = "audit_broken"
"""Kind of the notice."""
_log = structlog.get_logger(__name__)


def desks() -> list[int]:
    """Every desk, by id. A sweep over all desks."""
    return list(Desk.objects.order_by("pk").values_list("pk", flat=True))


def check(*, desk_id: int, now: datetime) -> audit.Verdict:
    """Walk one desk's chain and keep what was found. Reads outside any lock: entries are only ever added at the end."""
    verdict = audit.verify(desk_id)
    _keep(verdict=verdict, now=now)
    return verdict


def last(desk_id: int) -> AuditCheck | None:
    """The last walk of a desk's chain; None before the first night."""
    return AuditCheck.objects.filter(desk_id=desk_id).first()


@command
def _keep(*, verdict: audit.Verdict, now: datetime) -> None:
    AuditCheck.objects.update_or_create(
        desk_id=verdict.desk_id,
        defaults={"at": now, "entries": verdict.entries, "broken_at": verdict.broken_at, "reason": verdict.reason},
    )
    if verdict.broken_at is not None:
        _log.error("audit_chain_broken", desk_id=verdict.desk_id, number=verdict.broken_at, reason=verdict.reason)
        owners = access.people(verdict.desk_id, may=permissions.PEOPLE_MANAGE)
        notices.tell(verdict.desk_id, owners, BROKEN, f"audit:{verdict.broken_at}", now=now)
