"""Three times a day of each shop, its people are told how things stand: how many wait, how many are late, what was done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sellerdesk import access, commands, describing, hours, notices, rooms, setwise, waiting
from sellerdesk.domain import digest_times, permissions
from sellerdesk.domain.days import day_of, end_of
from sellerdesk.domain.working_hours import WorkingHours
from sellerdesk.models import Holiday, Webhook
from sellerdesk.notice_choices import DIGEST


AT_ONCE = 200
PUBLIC = "desk.digest"
"""What programs outside know it by."""


@dataclass(frozen=True, slots=True)
class _Due:
    """The shops of one desk whose digest was due at one moment."""

    desk_id: int
    at: datetime
    slot: digest_times.Slot
    zone: ZoneInfo
    shop_ids: tuple[int, ...]


@commands.command
def sweep(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Tell the digests that are due, each once, and set the next ones; returns for how many shops. Over all desks.

    A shop seen for the first time is told nothing. Shops of one desk that share the moment are told of together.
    """
    rows = setwise.rows(
        "SELECT id, desk_id, time_zone, working_hours, digest_at FROM sellerdesk_shop WHERE digest_at IS NULL OR digest_at <= %s"
        " ORDER BY digest_at NULLS FIRST LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
        [now, limit],
    )
    following = [(pk, digest_times.next_after(ZoneInfo(zone), now)) for pk, _desk, zone, _week, _at in rows]
    setwise.change(
        "UPDATE sellerdesk_shop shop SET digest_at = told.at FROM {told} AS told (id, at) WHERE shop.id = told.id",
        "bigint, timestamptz",
        following,
    )
    for due in _groups(rows, now):
        _tell(due, now)
    return len(rows)


def _groups(rows: Sequence[tuple[Any, ...]], now: datetime) -> list[_Due]:
    found: dict[tuple[int, datetime], _Due] = {}
    off = _holidays([pk for pk, *_rest in rows])
    for pk, desk_id, zone, week, at in rows:
        if at is None:
            continue
        worked = WorkingHours(ZoneInfo(zone), hours.week_of(week), off.get(pk, {}))
        slot = digest_times.slot_of(worked, at, now)
        if slot is not None:
            one = found.setdefault((desk_id, at), _Due(desk_id, at, slot, worked.zone, ()))
            found[desk_id, at] = replace(one, shop_ids=(*one.shop_ids, pk))
    return [found[key] for key in sorted(found)]


def _holidays(shop_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for shop_id, day in Holiday.objects.filter(shop_id__in=list(shop_ids)).values_list("shop_id", "day"):
        found.setdefault(shop_id, {})[day.toordinal()] = ""
    return found


def _tell(due: _Due, now: datetime) -> None:
    """Each person of the desk is told of those of the shops that they see. A new digest takes the place of an unread older one."""
    _tell_programs(due, now)
    for user_id in access.people(due.desk_id, may=permissions.WORK_SEE):
        here = access.as_person(due.desk_id, user_id, may=permissions.WORK_SEE)
        seen = [shop for shop in here.shops if shop.pk in due.shop_ids] if here else []
        if here is None or not seen:
            continue
        figures = _figures(describing.sight_of(replace(here, shops=seen)), due, now)
        if any(figures.values()):
            more = {"slot": due.slot, "shops": [shop.pk for shop in seen]}
            notices.replace_older(due.desk_id, user_id, DIGEST, now=now)
            notices.tell(due.desk_id, [user_id], DIGEST, f"digest:{due.at.isoformat()}", now=now, figures={**figures, **more})


def _tell_programs(due: _Due, now: datetime) -> None:
    """Webhooks that want it get the figures of all these shops together; where none does, nothing is counted."""
    if Webhook.objects.filter(desk_id=due.desk_id, state=Webhook.State.ON, events__contains=[PUBLIC]).exists():
        figures = _figures(waiting.Sight(due.desk_id, due.shop_ids), due, now)
        if any(figures.values()):
            commands.mention(due.desk_id, "digest.told", slot=due.slot, **figures)


def _figures(sight: waiting.Sight, due: _Due, now: datetime) -> Mapping[str, Any]:
    counts = [found for kind, found in waiting.by_kind(sight.desk_id, sight.shop_ids, now=now).items() if kind not in sight.hidden]
    since = end_of(day_of(now, due.zone) - 1, due.zone)
    done = sum(number for (kind, outcome), number in waiting.closed(sight, since=since).items() if outcome in rooms.outcomes(kind))
    return {"open": sum(one.open for one in counts), "late": sum(one.late for one in counts), "done": done}
