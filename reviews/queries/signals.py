"""Signals of complaints, as lists and their own page show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from reviews.domain.signals import KIND, read_subject, subject_of
from reviews.models import TopicSignal
from sellerdesk import setwise


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal with its product and its work item, where that is open."""

    id: int
    shop_id: int
    product_id: int
    topic: str
    since: datetime
    newest: datetime
    number: int
    why: str
    is_open: bool
    seen_at: datetime | None
    seen_number: int | None
    seen_by: str
    note: str
    product: str
    image: str
    opened_at: datetime | None
    due_at: datetime | None


_READ = (
    "SELECT s.id, s.shop_id, s.product_id, s.topic, s.since, s.newest, s.number, s.why, s.is_open, s.seen_at, s.seen_number,"
    " coalesce(nullif(u.name, ''), u.email, ''), s.note, coalesce(nullif(p.title, ''), p.article, p.outside_id), p.image, w.opened_at,"
    " w.due_at FROM reviews_topicsignal AS s JOIN sellerdesk_product AS p ON p.desk_id = s.desk_id AND p.id = s.product_id"
    " LEFT JOIN sellerdesk_user AS u ON u.id = s.seen_by_id LEFT JOIN sellerdesk_workitem AS w ON w.desk_id = s.desk_id AND w.kind = %s"
    " AND w.state = 'open' AND w.subject = 'product:' || s.product_id || ':topic:' || s.topic WHERE s.desk_id = %s"
)


def signal(desk_id: int, shop_ids: Sequence[int], signal_id: int) -> Signal | None:
    """One signal of these shops; None where there is none."""
    found = setwise.rows(f"{_READ} AND s.id = %s AND s.shop_id = ANY(%s)", [KIND, desk_id, signal_id, list(shop_ids)])
    return Signal(*found[0]) if found else None


def open_signals(desk_id: int, shop_ids: Sequence[int]) -> list[Signal]:
    """The open signals of these shops, the newest complaint first."""
    found = setwise.rows(f"{_READ} AND s.shop_id = ANY(%s) AND s.is_open ORDER BY s.newest DESC, s.id", [KIND, desk_id, list(shop_ids)])
    return [Signal(*row) for row in found]


def of_subjects(desk_id: int, subjects: Sequence[str]) -> Mapping[str, Signal]:
    """The signals that work items are about, by subject."""
    pairs = [pair for subject in subjects if (pair := read_subject(subject)) is not None]
    if not pairs:
        return {}
    found = setwise.rows(
        f"{_READ} AND (s.product_id, s.topic) IN (SELECT * FROM unnest(%s::bigint[], %s::text[]))",
        [KIND, desk_id, [product for product, _topic in pairs], [topic for _product, topic in pairs]],
    )
    return {subject_of(one.product_id, one.topic): one for one in (Signal(*row) for row in found)}


def of_shop(desk_id: int, shop_id: int) -> QuerySet[TopicSignal]:
    """The signals of a shop, with their products, for programs."""
    return TopicSignal.objects.filter(desk_id=desk_id, shop_id=shop_id).select_related("product")
