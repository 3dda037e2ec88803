"""Signals of refusals and claims: found in the kept figures every night, opened as work, closed by a person with what was done."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from returns.domain.signals import (
    BEFORE,
    CAUSE_OF,
    KIND,
    LATELY,
    REASONS_OF_TOPIC,
    Beyond,
    Cause,
    Share,
    Sort,
    beyond,
    cause_of,
    refuses,
    subject_of,
)  # fmt: skip
from returns.models import ReturnSignal
from returns.rows.sums import (
    NOTHING,
    Sums,
    begins_of,
    orders_of,
    places_of,
    refusing,
    share_of,
    since,
    sums,
    today_of,
)  # fmt: skip
from sellerdesk import audit, complaints, hours, setwise, work, writing
from sellerdesk.commands import command, note
from sellerdesk.complaints import Together
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.traces import trace
from sellerdesk.errors import Refusal
from sellerdesk.shops import ShopFacts


LOCK_SPACE = 0x72657473
"""The advisory locks of these signals, apart from those of loads, figures and complaints."""
LONGEST_DID = 1_000
_COUNTED: Sequence[Sort] = ("refused", "claimed", "product_reason", "reason")
Named = tuple[Sort, str]


@dataclass(frozen=True, slots=True)
class Found:
    """A signal that is there."""

    told: Beyond
    first_day: date
    cause: Cause
    product_id: int | None = None
    buyer_id: int | None = None
    reason: str = ""
    complaint: Together | None = None


def shops() -> list[int]:
    """Ids of the shops of which anything is counted. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop AS s WHERE EXISTS (SELECT FROM returns_figure AS f WHERE f.desk_id = s.desk_id"
        " AND f.shop_id = s.id) OR EXISTS (SELECT FROM returns_returnsignal AS r WHERE r.desk_id = s.desk_id AND r.shop_id = s.id"
        " AND r.is_open) ORDER BY id",
        [],
    )
    return [row[0] for row in found]


@command
def look(*, shop: ShopFacts, now: datetime) -> None:
    """Judge everything of a shop anew: open what has come, count what is open, close what is usual again."""
    # Two workers would open the same thing twice, the second ending on the key.
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop.id % 2**31])
    # Before anything that was closed is read: who closes one holds its row.
    rows = ReturnSignal.objects.select_for_update(no_key=True).filter(desk_id=shop.desk_id, shop_id=shop.id, is_open=True)
    kept = {(row.sort, row.key): row for row in rows.order_by("pk")}
    today = today_of(shop, now)
    told = sums(shop, today)
    closed = _closed(shop, told.first_day - timedelta(days=BEFORE))
    found = dict(_of_figures(shop, told, closed, today))
    found |= dict(_of_buyers(shop, closed, today))
    found |= {key: one for key, one in _of_complaints(shop, told, closed) if not _has_risen(found, one)}
    _write(shop, kept, found, today, now)


@command
def close(*, desk_id: int, shop_ids: Collection[int], signal_id: int, user_id: int | None, did: str, actor: Actor, now: datetime) -> None:
    """A person has seen to a signal and says what was done. Only what is ordered later counts for a new one.

    Refused: signal_not_open, did_missing, did_too_long. NotVisible elsewhere.
    """
    row = writing.locked(ReturnSignal.objects.filter(desk_id=desk_id, shop_id__in=shop_ids, pk=signal_id))
    did = did.strip()
    if (refusal := why_not_close(is_open=row.is_open, did=did)) is not None:
        raise refusal
    row.is_open, row.outcome, row.did, row.closed_at, row.closed_by_id = False, "done", did, now, user_id
    row.closed_on = today_of(writing.shop(row.shop_id), now)
    row.save(update_fields=["is_open", "outcome", "did", "closed_at", "closed_by", "closed_on"])
    work.close_items(desk_id, KIND, [subject_of(row.pk)], "done", now)
    audit.record(desk_id, actor, "return_signal.closed", subject_of(row.pk), None, {"did": trace(did)}, now)
    note(desk_id, "returns.signal", shop_id=row.shop_id, coalesce=True)


def why_not_close(*, is_open: bool, did: str) -> Refusal | None:
    """Why a signal cannot be closed so, or None: signal_not_open, did_missing, did_too_long."""
    if not is_open:
        return Refusal("signal_not_open", _("This signal is not open any more."), _("Somebody has closed it, or it is usual again."))
    if not did:
        return Refusal("did_missing", _("Nothing says what was done."), _("Write a few words, also where nothing can be done."))
    if len(did) > LONGEST_DID:
        return Refusal("did_too_long", _("This text is too long."), _("Use at most 1,000 characters."))
    return None


def _closed(shop: ShopFacts, after: date) -> dict[Named, date]:
    """By sort and key, the last day on which a person closed such a signal: what was ordered by then is seen to."""
    found = setwise.rows(
        "SELECT sort, key, max(closed_on) FROM returns_returnsignal WHERE desk_id = %s AND shop_id = %s AND NOT is_open"
        " AND outcome = 'done' AND closed_on > %s GROUP BY 1, 2",
        [shop.desk_id, shop.id, after],
    )
    return {(sort, key): day for sort, key, day in found}


def _of_figures(shop: ShopFacts, told: Sums, closed: Mapping[Named, date], today: date) -> Iterator[tuple[Named, Found]]:
    """Products beyond their range, and reasons that rise: of a product that is a signal itself its reasons are the cause."""
    firsts = {name: day + timedelta(days=1) for name, day in closed.items() if day >= told.first_day and name[0] in _COUNTED}
    own = since(shop, {(place, day) for name, day in firsts.items() for place in places_of(*name)}, today)
    seen: set[str] = set()
    for sort in _COUNTED:
        dimension = "product" if sort in {"refused", "claimed"} else sort
        for key in [key for place, key in told.lately if place == dimension and key]:
            product, _colon, reason = key.partition(":")
            if sort == "product_reason" and (product in seen or not reason):
                continue
            first = firsts.get((sort, key), told.first_day)
            lately = [own[place, first] if (sort, key) in firsts else told.lately.get(place, NOTHING) for place in places_of(sort, key)]
            if (one := _judged(told, sort, key, share_of(sort, *lately))) is not None:
                seen.add(product)
                yield (sort, key), _found(told, sort, key, one, first)


def _judged(told: Sums, sort: Sort, key: str, lately: Share) -> Beyond | None:
    """Against its own time before, and where that is short against the shop's: of a product's reason, against that reason there."""
    whole = (("all", ""), ("all", "")) if sort in {"refused", "claimed"} else (("reason", key.rpartition(":")[2]), ("all", ""))
    before, shop = (share_of(sort, *(told.before.get(place, NOTHING) for place in places)) for places in (places_of(sort, key), whole))
    return beyond(lately, before, shop)


def _found(told: Sums, sort: Sort, key: str, one: Beyond, first: date) -> Found:
    product, _colon, reason = key.partition(":") if sort != "reason" else ("", "", key)
    cause = CAUSE_OF.get(reason, "") if reason else cause_of(told.reasons(product))
    return Found(one, first, cause, product_id=int(product) if product else None, reason=reason)


def _of_buyers(shop: ShopFacts, closed: Mapping[Named, date], today: date) -> Iterator[tuple[Named, Found]]:
    first = today - timedelta(days=BEFORE - 1)
    firsts = {
        buyer: max(first, day + timedelta(days=1)) if (day := closed.get(("buyer", str(buyer)))) else first
        for buyer in refusing(shop, begins_of(shop, first))
    }
    shares = orders_of(shop.desk_id, shop.id, {buyer: begins_of(shop, day) for buyer, day in firsts.items()})
    for buyer, share in shares.items():
        if refuses(share.hits, share.lines):
            yield ("buyer", str(buyer)), Found(Beyond(share.hits, share.lines, 0), firsts[buyer], "", buyer_id=buyer)


def _of_complaints(shop: ShopFacts, told: Sums, closed: Mapping[Named, date]) -> Iterator[tuple[Named, Found]]:
    """Complaints of topics that foretell returns, with how many lines came back for such reasons so far."""
    for one in complaints.open_ones(shop):
        key = f"{one.product_id}:{one.topic}"
        reasons = REASONS_OF_TOPIC.get(one.topic, ())
        if not reasons or closed.get(("complaints", key), date.min) >= told.first_day - timedelta(days=LATELY):
            continue
        lines = told.lately.get(("product", str(one.product_id)), NOTHING).lines
        back = min(lines, sum(told.reasons(str(one.product_id)).get(reason, 0) for reason in reasons))
        ppm = round(back * 1_000_000 / lines) if lines else 0
        cause = CAUSE_OF.get(reasons[0], "")
        yield ("complaints", key), Found(Beyond(one.number, lines, ppm), told.first_day, cause, product_id=one.product_id, complaint=one)


def _has_risen(found: Mapping[Named, Found], one: Found) -> bool:
    """Whether what complaints foretell has come already: the product is a signal for its returns, or for one of these reasons."""
    assert one.complaint is not None
    product, reasons = str(one.product_id), REASONS_OF_TOPIC[one.complaint.topic]
    keys = [("refused", product), ("claimed", product), *(("product_reason", f"{product}:{reason}") for reason in reasons)]
    return any(key in found for key in keys)


def _write(shop: ShopFacts, kept: Mapping[tuple[str, str], ReturnSignal], found: Mapping[Named, Found], today: date, now: datetime) -> None:
    for name, one in found.items():
        if (row := kept.get(name)) is not None:
            _fill(row, one, today)
            row.save()
    fresh = [_new(shop, name, one, today, now) for name, one in sorted(found.items()) if name not in kept]
    for row in fresh:
        row.save(force_insert=True)
    _open(shop, fresh, now)
    over = {name: row for name, row in kept.items() if name not in found}
    for (sort, _key), row in over.items():
        _end(row, "rose" if _foretold(sort, row, found) else "fell", today, now)
    if fresh or over:
        note(shop.desk_id, "returns.signal", shop_id=shop.id, coalesce=True)


def _foretold(sort: str, row: ReturnSignal, found: Mapping[Named, Found]) -> bool:
    return sort == "complaints" and any(one.product_id == row.product_id for one in found.values())


def _new(shop: ShopFacts, name: Named, one: Found, today: date, now: datetime) -> ReturnSignal:
    row = ReturnSignal(
        desk_id=shop.desk_id, shop_id=shop.id, sort=name[0], key=name[1], product_id=one.product_id, buyer_id=one.buyer_id,
        reason=one.reason, opened_at=now, is_open=True,
    )  # fmt: skip
    _fill(row, one, today)
    return row


def _fill(row: ReturnSignal, one: Found, today: date) -> None:
    row.first_day, row.last_day, row.cause = one.first_day, today, one.cause
    if one.complaint is not None:
        # Who tells most may change from night to night.
        row.topic, row.told_page, row.told_id = one.complaint.topic, one.complaint.most.page, one.complaint.most.own
    row.hits, row.lines, row.usual_ppm = one.told.hits, one.told.lines, one.told.usual_ppm


def _open(shop: ShopFacts, fresh: Collection[ReturnSignal], now: datetime) -> None:
    if not fresh:
        return
    due_at = hours.due_at(shop, now)
    items = [
        work.Opening(kind=KIND, subject=subject_of(row.pk), shop_id=shop.id, due_at=due_at, since=now, allowed=shop.reply_target)
        for row in fresh
    ]
    work.open_items(shop.desk_id, items, now=now)


def _end(row: ReturnSignal, outcome: str, today: date, now: datetime) -> None:
    row.is_open, row.outcome, row.closed_at, row.closed_on = False, outcome, now, today
    row.save(update_fields=["is_open", "outcome", "closed_at", "closed_on"])
    work.close_items(row.desk_id, KIND, [subject_of(row.pk)], outcome, now)
