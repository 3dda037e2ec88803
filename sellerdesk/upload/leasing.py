"""Who works on an upload: one worker, for as long as its lease; the states that it passes on the way."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError
from django.db.models import Q

from sellerdesk.commands import attempt, command
from sellerdesk.feed import loading
from sellerdesk.models import Upload
from sellerdesk.privacy import shorter
from sellerdesk.shops import ShopFacts
from sellerdesk.upload import files
from sellerdesk.upload.ending import end_load, end_row
from sellerdesk.upload.telling import told


LEASE = timedelta(seconds=60)
MOST_ATTEMPTS = 5
"""Runs without progress, after which an upload is given up: a mistake of ours must not be repeated for ever."""
KEPT = timedelta(days=7)
"""How long a file that nobody finishes lies here."""

_State = Upload.State
_OPEN = (_State.RECEIVING, _State.MAPPING)
UNFINISHED = f"has_file AND state IN ({', '.join(repr(str(state.value)) for state in _OPEN)})"
"""Which uploads nobody finished yet, as a condition."""


class LeaseLost(Exception):
    """Somebody else works on this upload now, or it was ended meanwhile."""


def due(now: datetime) -> list[int]:
    """Ids of the shops that have an upload which nobody works on. A sweep over all desks."""
    found = Upload.objects.filter(Q(state=_State.QUEUED) | Q(state=_State.RUNNING, leased_until__lte=now), has_file=True)
    return list(found.order_by("shop_id").values_list("shop_id", flat=True).distinct())


def claim(*, shop: ShopFacts, now: datetime) -> Upload | None:
    """Take the shop's next upload: the one whose worker died, else the oldest that waits. None while another runs.

    One that broke off too often is refused, with its load ended and its file deleted; then None as well.
    """
    row = _claim(shop=shop, now=now)
    if row is not None and row.state == _State.REFUSED:
        files.remove(row.pk)
        return None
    return row


@command
def _claim(*, shop: ShopFacts, now: datetime) -> Upload | None:
    mine = Upload.objects.select_for_update(skip_locked=True).filter(desk_id=shop.desk_id, shop_id=shop.id)
    running = mine.filter(state=_State.RUNNING).first()
    row = running or mine.filter(state=_State.QUEUED).order_by("id").first()
    if row is None or (running is not None and running.leased_until is not None and running.leased_until > now):
        return None
    if row.attempts >= MOST_ATTEMPTS:
        end_row(row, _State.REFUSED, now, code="keeps_failing")
        return row
    row.state, row.lease, row.leased_until = _State.RUNNING, uuid.uuid4().hex, now + LEASE
    row.attempts += 1
    row.started_at = row.started_at or now
    try:
        with attempt():
            row.save()
    except IntegrityError:
        # Another one of this shop was taken at the same moment.
        return None
    told(row)
    return row


@command
def open_load(*, row: Upload, shop: ShopFacts, now: datetime) -> loading.Load:
    """The load of this upload: begun, or gone on with where it was cut off."""
    if row.load_id is not None:
        return loading.resume(shop=shop, load_id=row.load_id)
    load = loading.start(shop=shop, source=row.name, now=now)
    _hold(row, load_id=load.id)
    row.load_id = load.id
    return load


@command
def renew(*, row: Upload, position: int, moved: bool, now: datetime, content: int | None = None) -> bool:
    """Keep the lease and say how far it is; returns whether somebody asked to stop. LeaseLost where it is no longer ours."""
    more: dict[str, Any] = {"attempts": 0} if moved else {}
    if content is not None:
        more["content"] = content
    _hold(row, position=position, leased_until=now + LEASE, **more)
    return Upload.objects.filter(pk=row.pk, cancel_asked=True).exists()


@command
def give_back(*, row: Upload, now: datetime) -> None:
    """End a turn: the upload waits for its next one, and other work of the worker goes before it."""
    _hold(row, state=_State.QUEUED, lease="", leased_until=None, attempts=0)


def end(*, row: Upload, state: Upload.State, code: str = "", facts: dict[str, Any] | None = None, now: datetime) -> None:
    """The upload is done, refused or cancelled, and so is its load; its file is deleted."""
    _end(row=row, state=state, code=code, facts=facts, now=now)
    files.remove(row.pk)


@command
def _end(*, row: Upload, state: Upload.State, code: str, facts: dict[str, Any] | None, now: datetime) -> None:
    _hold(row, state=state, code=code, detail=facts or {}, lease="", leased_until=None, finished_at=now, has_file=False)
    end_load(row, now)
    told(row)


def _hold(row: Upload, **changes: Any) -> None:
    """Change a row that is ours; LeaseLost where it is not."""
    if not Upload.objects.filter(desk_id=row.desk_id, pk=row.pk, state=_State.RUNNING, lease=row.lease).update(**changes):
        raise LeaseLost


@command
def forget_old(*, now: datetime) -> list[int]:
    """End what nobody finished in a week, or in the days that a desk chose; returns the ids whose files may go. A sweep over all desks."""
    past = Q(created_at__lt=now - KEPT)
    for desk_id, days in shorter.desks("uploads", limit=KEPT.days):
        past |= Q(desk_id=desk_id, created_at__lt=now - timedelta(days=days))
    old = Upload.objects.select_for_update(skip_locked=True).filter(past, has_file=True, state__in=_OPEN)
    ended = []
    for row in old.order_by("id")[:500]:
        end_row(row, _State.REFUSED, now, code="expired")
        ended.append(row.pk)
    return ended


def clear(*, now: datetime) -> int:
    """Delete the files of uploads that have ended or were never written down; returns how many. A sweep over all desks."""
    while forget_old(now=now):
        pass
    lying = files.lying()
    needed = set(Upload.objects.filter(pk__in=lying, has_file=True).values_list("pk", flat=True))
    gone = [number for number in lying if number not in needed]
    for number in gone:
        files.remove(number)
    return len(gone)
