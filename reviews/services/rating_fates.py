"""What becomes of a rating of a buyer: it leaves, its fate is known, it is taken back before it left."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from reviews.domain.rating import until
from reviews.domain.verdicts import NAMES, Verdict
from reviews.models import BuyerRating, Review
from reviews.rows import ratable
from reviews.services import rating_wordings as said, reaching
from reviews.services.rating import subject_of
from sellerdesk import audit, outbox
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Stale
from sellerdesk.fates import Fate
from sellerdesk.models import Outbound


State = BuyerRating.State


@dataclass(frozen=True, slots=True)
class Leaving:
    """A rating as it leaves."""

    order: str
    line: str
    verdict: str
    text: str
    key: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Back:
    """How many ratings were taken back, and how many had left."""

    taken: int
    left: int


def leaving(desk_id: int, rating_id: int, outbound_id: int, *, taken_at: datetime) -> Leaving | None:
    """The rating as it is now; None where nothing is to be sent: taken back, told already, given elsewhere, struck, or too late.

    `taken_at` is when a worker took it. Too late counts only for what is about to leave: whether a rating in doubt is there can be asked
    at any time. Once a worker holds it, it is being sent. One statement by itself, as the worker's claim is.
    """
    own = BuyerRating.objects.filter(desk_id=desk_id, pk=rating_id, outbound=outbound_id, told_record=None)
    row = own.select_related("order", "line").exclude(state__in=[State.CANCELLED, State.REFUSED]).first()
    if row is None or _over(row):
        return None
    if Outbound.objects.filter(desk_id=desk_id, pk=outbound_id, state=Outbound.State.CLAIMED).exists():
        if _too_late(row, taken_at):
            return None
        own.filter(state=State.QUEUED).update(state=State.SENDING)
    key = f"rating-{row.desk_id}-{row.pk}"
    return Leaving(row.order.outside_id, row.line.outside_id, NAMES[Verdict(row.verdict)], row.text, key, row.written_at)


def settle(desk_id: int, rating_id: int, outbound_id: int, fate: Fate, now: datetime) -> None:
    """Write what became of an attempt. Inside the command that settles the delivery; what the feed told is more."""
    own = BuyerRating.objects.select_for_update(of=("self",), no_key=True).select_related("order", "line")
    row = own.filter(desk_id=desk_id, pk=rating_id, outbound=outbound_id).first()
    if row is None or row.state == State.CANCELLED:
        return
    if row.told_record is None:
        _judge(row, fate, now)
    else:
        # The feed told it while a worker had it, and left the delivery to that worker.
        outbox.told(desk_id, [outbound_id], now=now)
    row.save()
    note(desk_id, "reviews.rating", shop_id=row.shop_id, coalesce=True)


def _judge(row: BuyerRating, fate: Fate, now: datetime) -> None:
    if row.state == State.REFUSED and fate.outcome == "queued" and _another(row):
        # A person sends an old one again; the line is rated anew since.
        return
    row.state, row.reason = State(fate.state), fate.reason
    if fate.outcome == "cancelled":
        if over := _over(row):
            row.state, row.reason = State.CANCELLED, over
        else:
            row.reason = said.TOO_LATE if _too_late(row, now) else said.CALLED_OFF
    if row.state == State.SENT:
        row.sent_at = fate.at or now
    if fate.outside_id and row.outside_id is None:
        row.outside_id = fate.outside_id
        # The feed was faster than the answer to us.
        told = Review.objects.filter(
            desk_id=row.desk_id, shop_id=row.shop_id, outside_id=fate.outside_id, author=Review.Author.SHOP
        ).first()
        if told is not None:
            row.told_record, row.state, row.sent_at, row.reason = told.record, State.SENT, told.at, ""


def _another(row: BuyerRating) -> bool:
    others = BuyerRating.objects.filter(desk_id=row.desk_id, line_id=row.line_id, state__in=BuyerRating.LIVE)
    return others.exclude(pk=row.pk).exists()


def _over(row: BuyerRating) -> str:
    """Why there is nothing to be rated any more, as a sentence; empty while there is."""
    if row.order.struck_at is not None:
        return said.STRUCK
    return said.ELSEWHERE if ratable.told(row.desk_id, row.line_id) else ""


def _too_late(row: BuyerRating, now: datetime) -> bool:
    """Whether the window's last instant has passed; where the order is not completed any more there is no window."""
    completed_at = row.order.completed_at
    return completed_at is None or now > until(completed_at, reaching.shop(row.shop_id).rules)


@command
def call_off(*, desk_id: int, shop_ids: Collection[int], rating_id: int, actor: Actor, now: datetime) -> None:
    """Take a rating back that this program gave and no worker holds yet; the line waits to be rated again. Twice is once.

    Stale where it has left. NotVisible for one of another desk or shop, and for whatever somebody else gave.
    """
    mine = BuyerRating.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=rating_id)
    if not mine.exists() or not audit.is_begun_by(desk_id, subject_of(rating_id), actor):
        raise NotVisible
    if not _take_back(desk_id, shop_ids, [rating_id], actor, now).taken:
        raise Stale(_("It is too late to take this back: the rating is on its way."))


@command
def take_back(*, desk_id: int, shop_ids: Collection[int], rating_ids: Sequence[int], actor: Actor, now: datetime) -> Back:
    """Take ratings back that no worker holds yet; those lines wait to be rated again. Twice is once."""
    return _take_back(desk_id, shop_ids, rating_ids, actor, now)


def _take_back(desk_id: int, shop_ids: Collection[int], rating_ids: Sequence[int], actor: Actor, now: datetime) -> Back:
    mine = BuyerRating.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk__in=list(rating_ids))
    owed = [pk for pk in mine.values_list("outbound", flat=True) if pk is not None]
    # Before the ratings are locked, as who settles a delivery does: in the other order the two could wait for each other.
    outbox.hold(desk_id, owed)
    waiting = Outbound.objects.filter(desk_id=desk_id, pk__in=owed, state__in=[Outbound.State.QUEUED, Outbound.State.BY_HAND])
    ids = sorted(waiting.values_list("pk", flat=True))
    for outbound_id in ids:
        outbox.cancel(desk_id, outbound_id, now=now)
    taken = list(mine.filter(outbound__in=ids, state__in=[State.QUEUED, State.BY_HAND]).select_for_update(no_key=True).order_by("pk"))
    for row in taken:
        row.state = State.CANCELLED
        row.save(update_fields=["state"])
        audit.record(desk_id, actor, "buyer.rating_taken_back", subject_of(row.pk), {"verdict": NAMES[Verdict(row.verdict)]}, None, now)
    for shop_id in sorted({row.shop_id for row in taken}):
        note(desk_id, "reviews.rating", shop_id=shop_id, coalesce=True)
    before = mine.filter(state=State.CANCELLED, reason="").exclude(pk__in=[row.pk for row in taken]).count()
    return Back(len(taken) + before, len(owed) - len(taken) - before)
