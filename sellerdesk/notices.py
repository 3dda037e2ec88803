"""What people are told. The row is the notice; channels that carry it further come on top."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from sellerdesk import commands
from sellerdesk.models import Notice


def tell(desk_id: int, user_ids: Sequence[int], kind: str, subject: str, *, now: datetime) -> list[int]:
    """Tell people of one thing, inside a command; returns those who had not been told of it yet, or had read it."""
    if not user_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sellerdesk_notice (desk_id, user_id, kind, subject, at)
            SELECT %s, person, %s, %s, %s FROM unnest(%s::bigint[]) AS person
            ON CONFLICT (desk_id, user_id, kind, subject) WHERE read_at IS NULL DO NOTHING
            RETURNING user_id
            """,
            [desk_id, kind, subject, now, sorted(set(user_ids))],
        )
        told = sorted(int(user_id) for (user_id,) in cursor.fetchall())
    if told:
        commands.note(desk_id, f"notice.made.{kind}", coalesce=True)
    return told


def mark_read(desk_id: int, user_id: int, *, subject: str, now: datetime) -> int:
    """Mark a person's notices of one subject as read, inside a command; returns how many there were."""
    read = Notice.objects.filter(desk_id=desk_id, user_id=user_id, subject=subject, read_at__isnull=True).update(read_at=now)
    if read:
        commands.note(desk_id, "notice.read", user=user_id)
    return read
