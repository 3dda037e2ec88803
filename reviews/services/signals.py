"""Complaints of one topic about one product that come together become one work item: opened, kept up, and closed by a person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.signals import KIND, subject_of
from sellerdesk import audit, hours, setwise, shops as all_shops, work
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.domain.topics.cluster import LOOKED_BACK, Cluster, Seen, cluster
from sellerdesk.domain.traces import trace
from sellerdesk.errors import NotVisible, Refusal
from sellerdesk.shops import ShopFacts


LOCK_SPACE = 0x746F7069
"""The advisory locks of signals, apart from those of the loads."""
LONGEST_NOTE = 1_000
SEEN = "seen"
FELL = "fell"
Pair = tuple[int, str]
"""A product and a topic."""
_KEPT = "product_id, topic, since, ripe, newest, number, why, is_open, seen_through, seen_number"
_COLUMNS = "desk_id, shop_id, product_id, topic, since, ripe, newest, number, why, is_open, note"


@dataclass(frozen=True, slots=True)
class _Kept:
    """A signal as it was."""

    cluster: Cluster
    is_open: bool
    seen: Seen | None


def shops() -> list[int]:
    """Ids of the shops that have complaints. A sweep over all desks."""
    found = setwise.rows(
        "SELECT id FROM sellerdesk_shop AS s WHERE EXISTS (SELECT FROM reviews_reviewtopic AS t WHERE t.desk_id = s.desk_id"
        " AND t.shop_id = s.id AND t.complains AND t.product_id IS NOT NULL AND t.by <> 3) ORDER BY id",
        [],
    )
    return [row[0] for row in found]


@command
def look(*, shop: ShopFacts, now: datetime) -> None:
    """Look at all complaints of the last weeks of one shop, and at its open signals."""
    found = setwise.rows(
        "SELECT product_id, topic FROM reviews_reviewtopic WHERE desk_id = %s AND shop_id = %s AND complains AND product_id IS NOT NULL"
        " AND by <> 3 AND at > %s GROUP BY 1, 2 HAVING count(*) >= 3"
        " UNION SELECT product_id, topic FROM reviews_topicsignal WHERE desk_id = %s AND shop_id = %s AND is_open",
        [shop.desk_id, shop.id, now - LOOKED_BACK, shop.desk_id, shop.id],
    )
    refresh(shop, sorted((product, topic) for product, topic in found), now=now)


@command
def see(*, desk_id: int, shop_ids: Collection[int], signal_id: int, user_id: int | None, text: str, actor: Actor, now: datetime) -> None:
    """A person has looked at a signal: its item is done, and opens anew once as many complaints again have come.

    Refused: signal_not_open, note_too_long. NotVisible elsewhere.
    """
    found = setwise.rows(
        "SELECT shop_id, product_id, topic FROM reviews_topicsignal WHERE desk_id = %s AND id = %s AND shop_id = ANY(%s)",
        [desk_id, signal_id, sorted(shop_ids)],
    )
    shop = all_shops.by_id(found[0][0]) if found else None
    if shop is None:
        raise NotVisible
    pair = (found[0][1], found[0][2])
    _lock(shop)
    kept = _signals(shop, [pair])[pair]
    text = text.strip()
    if refusal := why_not_see(is_open=kept.is_open, text=text):
        raise refusal
    setwise.run(
        "UPDATE reviews_topicsignal SET is_open = false, seen_through = newest, seen_number = number, seen_at = %s, seen_by_id = %s,"
        " note = %s WHERE desk_id = %s AND id = %s",
        [now, user_id, text, desk_id, signal_id],
    )
    work.close_items(desk_id, KIND, [subject_of(*pair)], SEEN, now)
    audit.record(desk_id, actor, "signal.seen", f"signal:{signal_id}", None, {"number": kept.cluster.number, "note": trace(text)}, now)
    note(desk_id, "reviews.signal", shop_id=shop.id, coalesce=True)


def why_not_see(*, is_open: bool, text: str) -> Refusal | None:
    """Why a signal cannot be closed, or None: signal_not_open, note_too_long."""
    if not is_open:
        return Refusal("signal_not_open", _("This signal is not open any more."), _("Somebody has seen it, or its complaints are gone."))
    if len(text) > LONGEST_NOTE:
        return Refusal("note_too_long", _("This note is too long."), _("Use at most 1,000 characters."))
    return None


def refresh(shop: ShopFacts, pairs: Sequence[Pair], *, now: datetime) -> None:
    """Judge these products and topics anew. Inside a command; one after the other in each shop, each seeing what the one before wrote."""
    if not pairs:
        return
    _lock(shop)
    complaints, kept = _complaints(shop, pairs, now), _signals(shop, pairs)
    found: dict[Pair, Cluster] = {}
    for pair in pairs:
        before = kept.get(pair)
        one = cluster(
            complaints.get(pair, []), seen=before.seen if before else None, kept=before.cluster if before and before.is_open else None,
            now=now,
        )  # fmt: skip
        if one is not None:
            found[pair] = one
    grown = [pair for pair, one in found.items() if pair in kept and kept[pair].is_open and one.number > kept[pair].cluster.number]
    gone = [pair for pair in pairs if pair not in found and pair in kept and kept[pair].is_open]
    changed = {pair: one for pair, one in found.items() if pair not in kept or not kept[pair].is_open or kept[pair].cluster != one}
    _write(shop, changed, gone)
    _open(shop, found, now)
    work.wake_items(shop.desk_id, KIND, [subject_of(*pair) for pair in grown])
    if gone:
        work.close_items(shop.desk_id, KIND, [subject_of(*pair) for pair in gone], FELL, now)
    if changed or gone:
        note(shop.desk_id, "reviews.signal", shop_id=shop.id, coalesce=True)


def _lock(shop: ShopFacts) -> None:
    """Two workers that each bring a part of the complaints would both miss what the other has not committed yet."""
    setwise.rows("SELECT pg_advisory_xact_lock(%s, %s)::text", [LOCK_SPACE, shop.id % 2**31])


def _complaints(shop: ShopFacts, pairs: Sequence[Pair], now: datetime) -> dict[Pair, list[datetime]]:
    found = setwise.rows(
        "SELECT t.product_id, t.topic, t.at FROM unnest(%s::bigint[], %s::text[]) AS p (product_id, topic) JOIN reviews_reviewtopic AS t"
        " ON t.desk_id = %s AND t.shop_id = %s AND t.product_id = p.product_id AND t.topic = p.topic AND t.complains"
        " AND t.product_id IS NOT NULL AND t.by <> 3 AND t.at > %s ORDER BY t.at",
        [[product for product, _topic in pairs], [topic for _product, topic in pairs], shop.desk_id, shop.id, now - LOOKED_BACK],
    )
    told: dict[Pair, list[datetime]] = {}
    for product, topic, at in found:
        told.setdefault((product, topic), []).append(at)
    return told


def _signals(shop: ShopFacts, pairs: Sequence[Pair]) -> dict[Pair, _Kept]:
    found = setwise.rows(
        f"SELECT {_KEPT} FROM reviews_topicsignal WHERE desk_id = %s AND shop_id = %s AND product_id = ANY(%s)",
        [shop.desk_id, shop.id, [product for product, _topic in pairs]],
    )
    return {
        (product, topic): _Kept(Cluster(*told), is_open, None if through is None else Seen(through, number))
        for product, topic, *told, is_open, through, number in found
    }


def _write(shop: ShopFacts, changed: dict[Pair, Cluster], gone: Sequence[Pair]) -> None:
    told = ("since", "ripe", "newest", "number", "why", "is_open")
    setwise.insert(
        "reviews_topicsignal",
        _COLUMNS,
        [
            (shop.desk_id, shop.id, *pair, one.since, one.ripe, one.newest, one.number, one.why, True, "")
            for pair, one in sorted(changed.items())
        ],
        tail=f"ON CONFLICT (desk_id, shop_id, product_id, topic) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in told)}",
    )
    setwise.change(
        "UPDATE reviews_topicsignal AS s SET is_open = false FROM {told} AS v (product_id, topic)"
        f" WHERE s.desk_id = {shop.desk_id:d} AND s.shop_id = {shop.id:d} AND s.product_id = v.product_id AND s.topic = v.topic",
        "bigint, text",
        gone,
    )


def _open(shop: ShopFacts, found: dict[Pair, Cluster], now: datetime) -> None:
    if not found:
        return
    due = hours.due_each(shop, [one.ripe for one in found.values()])
    items = [
        work.Opening(kind=KIND, subject=subject_of(*pair), shop_id=shop.id, due_at=due[one.ripe], since=one.ripe, allowed=shop.reply_target)
        for pair, one in sorted(found.items())
    ]
    work.open_items(shop.desk_id, items, now=now)
    # What was told late may have made it begin earlier.
    work.move_items(shop.desk_id, items)
