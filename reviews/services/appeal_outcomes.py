"""What becomes of an appeal: the marketplace has it, it is decided, it was withdrawn, or its review was gone first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, gettext_noop

from reviews.domain import appeals as rules
from reviews.domain.appeals import ANSWER_WITHIN, KIND, LIVE, State
from reviews.domain.objections import Objection
from reviews.models import Appeal, Review, ReviewStep
from reviews.services import appeal_wordings as wordings
from reviews.services.appealing import subject_of
from sellerdesk import audit, outbox, setwise, work
from sellerdesk.commands import command, note
from sellerdesk.domain import actor as actors
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import NotVisible, Stale
from sellerdesk.models import Outbound
from sellerdesk.shops import ShopFacts


CALLED_OFF = gettext_noop("It was called off on the page of deliveries.")
LONGEST_SAID = 2000
By = Appeal.By


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one attempt to deliver it. `outcome` is the delivery's; `ruling` and `said` where the marketplace decided."""

    outcome: str
    ruling: str = ""
    said: str = ""
    reason: str = ""


def settle(desk_id: int, appeal_id: int, outbound_id: int, fate: Fate, now: datetime) -> None:
    """Write what became of an attempt. Inside the command that settles the delivery; what is over stays as it is."""
    row = Appeal.objects.select_for_update(no_key=True).filter(desk_id=desk_id, pk=appeal_id, outbound=outbound_id).first()
    if row is None:
        return
    state = State(row.state)
    if state is State.NOT_SENT and fate.outcome in {"queued", "sent"} and not _another(row):
        # A person sends it again, or has carried it over.
        row.state, row.ended_at, row.said, state = State.SENDING, None, "", State.SENDING
    if state not in LIVE:
        return
    if fate.outcome == "sent":
        _reach(row, now)
        if fate.ruling:
            end(row, State(fate.ruling), By.PORT, fate.said, now)
    elif fate.outcome in {"dead", "cancelled"}:
        reason = CALLED_OFF if fate.outcome == "cancelled" else fate.reason
        end(row, State.REFUSED if state is State.WAITING else State.NOT_SENT, By.PORT, reason, now)
    row.save()
    note(desk_id, "reviews.appeal", shop_id=row.shop_id, review=row.review_id)


def _another(row: Appeal) -> bool:
    """Whether the review has been appealed anew since: then the old one stays what it is."""
    return Appeal.objects.filter(desk_id=row.desk_id, review_id=row.review_id, state__in=LIVE).exists()


def _reach(row: Appeal, now: datetime) -> None:
    """The marketplace has it. The reminder sleeps until the answer is overdue, with who sent it."""
    if row.state != State.SENDING:
        return
    row.state, row.reached_at = State.WAITING, now
    due = now + ANSWER_WITHIN
    subject = subject_of(row.pk)
    item = work.Opening(kind=KIND, subject=subject, shop_id=row.shop_id, due_at=due, since=now, assignee_id=row.made_by_id)
    work.open_item(row.desk_id, item, now=now)
    work.snooze_items(row.desk_id, KIND, [subject], due)


def end(row: Appeal, state: State, by: str, said: str, now: datetime) -> None:
    """Change an appeal, not saved yet, into one that is over; nobody waits for its answer any more."""
    row.state, row.ended_at, row.ended_by, row.said = state, now, by, said[:LONGEST_SAID]
    work.close_items(row.desk_id, KIND, [subject_of(row.pk)], state.value, now)


@command
def settle_told(*, shop: ShopFacts, now: datetime) -> int:
    """End the live appeals of a shop whose reviews are gone, as the ledger tells it; returns how many.

    A deletion by the marketplace, not before the appeal, of an appeal that it has or may have, grants it. Else it is moot.
    """
    found = setwise.rows(
        "SELECT a.id, a.outbound FROM reviews_appeal AS a JOIN reviews_review AS r ON r.desk_id = a.desk_id AND r.id = a.review_id"
        " WHERE a.desk_id = %s AND a.shop_id = %s AND a.state IN ('sending', 'waiting')"
        " AND (r.deleted_at IS NOT NULL OR r.struck_at IS NOT NULL) ORDER BY a.id",
        [shop.desk_id, shop.id],
    )
    owed = [outbound for _own, outbound in found if outbound is not None]
    if owed:
        # Who settles a delivery holds its row before the appeal's.
        outbox.hold(shop.desk_id, owed)
    for own, _outbound in found:
        _tell(shop.desk_id, own, now)
    return len(found)


def _tell(desk_id: int, appeal_id: int, now: datetime) -> None:
    row = Appeal.objects.select_for_update(no_key=True).select_related("review").get(desk_id=desk_id, pk=appeal_id)
    if row.state not in LIVE:
        return
    before = {"state": row.state}
    by_platform = ReviewStep.objects.filter(
        desk_id=desk_id, shop_id=row.shop_id, review_ref=row.review.outside_id, kind=ReviewStep.Kind.DELETE, by_platform=True,
        at=row.review.deleted_at, at__gte=row.made_at,
    )  # fmt: skip
    granted = row.review.deleted_at is not None and _may_be_there(row) and by_platform.exists()
    if granted and row.reached_at is None:
        row.reached_at = now
    end(row, State.GRANTED if granted else State.MOOT, By.FEED, "", now)
    row.save()
    outbox.told(desk_id, [row.outbound] if row.outbound is not None else [], now=now)
    audit.record(desk_id, actors.SYSTEM, "appeal.settled", subject_of(row.pk), before, {"state": row.state, "by": row.ended_by}, now)
    note(desk_id, "reviews.appeal", shop_id=row.shop_id, review=row.review_id)


def _may_be_there(row: Appeal) -> bool:
    """Whether the marketplace has it, or may have: what nobody has begun to deliver cannot have moved it."""
    states = Outbound.State
    begun = {states.CLAIMED, states.UNKNOWN, states.BY_HAND, states.MODERATED, states.SENT, states.DONE}
    return row.reached_at is not None or Outbound.objects.filter(desk_id=row.desk_id, pk=row.outbound or 0, state__in=begun).exists()


@command
def say(*, desk_id: int, shop_ids: Collection[int], appeal_id: int, ruling: str, said: str, actor: Actor, now: datetime) -> None:
    """A person tells what the marketplace decided ("granted" or "refused"), and what it said. Figures follow by the ledger alone.

    Refused: ruling_unknown, appeal_not_there. Stale where it is over already. NotVisible for one of another desk or shop.
    """
    if ruling not in {State.GRANTED, State.REFUSED}:
        raise wordings.refusal(Objection("ruling_unknown"))
    row = _held(desk_id, shop_ids, appeal_id)
    if (objection := rules.why_not_say(State(row.state))) is not None:
        raise _objection(row, objection)
    _close(row, State(ruling), said.replace("\0", "").strip(), actor, "appeal.told", now)


@command
def withdraw(*, desk_id: int, shop_ids: Collection[int], appeal_id: int, actor: Actor, now: datetime) -> None:
    """Take an appeal back before it leaves, or note that it was withdrawn at the marketplace, which has it.

    Stale where it is over already, or on its way at this moment. NotVisible for one of another desk or shop.
    """
    row = _held(desk_id, shop_ids, appeal_id)
    if (objection := rules.why_not_withdraw(State(row.state))) is not None:
        raise _objection(row, objection)
    if row.state == State.SENDING and row.outbound is not None:
        try:
            outbox.cancel(desk_id, row.outbound, now=now)
        except Stale as stale:
            raise Stale(_("The appeal is on its way already. Look again in a moment.")) from stale
    _close(row, State.WITHDRAWN, "", actor, "appeal.withdrawn", now)


def _held(desk_id: int, shop_ids: Collection[int], appeal_id: int) -> Appeal:
    mine = Appeal.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), pk=appeal_id)
    owed: Sequence[int | None] = list(mine.values_list("outbound", flat=True))
    if not owed:
        raise NotVisible
    outbox.hold(desk_id, [one for one in owed if one is not None])
    return mine.select_for_update(no_key=True).get()


def _objection(row: Appeal, objection: Objection) -> Exception:
    """Somebody was faster (409), or it cannot be yet (422)."""
    refusal = wordings.refusal(objection)
    return Stale(refusal.message, {"state": row.state}) if objection.code == "appeal_over" else refusal


def _close(row: Appeal, state: State, said: str, actor: Actor, what: str, now: datetime) -> None:
    before = {"state": row.state}
    end(row, state, By.PERSON, said, now)
    row.save()
    if row.reached_at is not None and row.outbound is not None:
        outbox.told(row.desk_id, [row.outbound], now=now)
    audit.record(row.desk_id, actor, what, subject_of(row.pk), before, {"state": row.state}, now)
    note(row.desk_id, "reviews.appeal", shop_id=row.shop_id, review=row.review_id)


def leaving(desk_id: int, appeal_id: int, outbound_id: int) -> tuple[Appeal, Review] | None:
    """The appeal as it leaves, with its review; None where it is over, or owed anew since."""
    own = Appeal.objects.select_related("review").filter(desk_id=desk_id, pk=appeal_id, outbound=outbound_id, state__in=LIVE)
    return None if (row := own.first()) is None else (row, row.review)
