"""What becomes of a decision: a second person confirms it, it is taken back, it leaves, its fate is known."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from returns.domain import waiting
from returns.domain.clocks import Clock, Stage
from returns.domain.deciding import ClaimFacts, Kind, leaves_at, needs_second, pays, ran_out, step_of, still_meant
from returns.domain.facts import CLOCK, KIND as WORK, MARKETPLACE, SHOP, subject_of
from returns.models import Claim, Decision, Move
from returns.services import decidable, deciding, decision_wordings as said, refund_limits
from returns.services.deciding import Decided
from sellerdesk import audit, outbox, work, writing
from sellerdesk.commands import command, note
from sellerdesk.domain.actor import Actor
from sellerdesk.errors import Stale
from sellerdesk.fates import Fate
from sellerdesk.models import Outbound
from sellerdesk.work import Opening


State = Decision.State


@dataclass(frozen=True, slots=True)
class Leaving:
    """A decision as it leaves. `step` is the feed's word for what it does to the claim; empty where nothing."""

    claim: str
    action: str
    step: str
    key: str
    text: str
    amount_minor: int | None
    currency: str
    comes_back: bool
    product: str
    written_at: datetime


@command
def confirm(
    *, desk_id: int, shop_ids: Collection[int], claim_id: int, decision_id: int, user_id: int, actor: Actor, now: datetime
) -> Decided:
    """Confirm a decision that waits for a second person; it then leaves as any other. Twice by one person is once.

    Refused: same_person, limit_too_low, clock_ran_out. Stale where it does not wait any more, or the claim has changed since.
    NotVisible for one of another desk or shop.
    """
    row = _own(desk_id, shop_ids, claim_id, decision_id)
    claim = decidable.claim(desk_id, shop_ids, row.claim_id)
    row.refresh_from_db()
    if row.second_id == user_id and row.state != State.WAITING:
        return Decided(row.pk, row.state, row.leaves_at, repeated=True)
    if row.state != State.WAITING:
        raise Stale(said.waits_no_more(), {"decision": deciding.told(row)})
    facts = decidable.facts(claim, writing.shop(claim.shop_id))
    if (why := ran_out(facts, now)) is not None:
        raise said.refusal(why, facts, claim.amount_currency, now)
    if why_over(row, facts):
        raise Stale(said.changed(), {})
    if row.author_id == user_id:
        raise said.same_person()
    if needs_second(_kind(row), row.amount_minor, refund_limits.of(desk_id, row.shop_id, user_id, claim.amount_currency)):
        raise said.limit_too_low()
    row.second_id, row.seconded_at = user_id, now
    deciding.owe(row, leaves_at(now, facts), now)
    audit.record(desk_id, actor, "claim.decision_confirmed", subject_of(claim.pk), None, {"decision": row.pk}, now)
    note(desk_id, "returns.decided", shop_id=row.shop_id, claim=claim.pk)
    return Decided(row.pk, row.state, row.leaves_at)


@command
def take_back(*, desk_id: int, shop_ids: Collection[int], claim_id: int, decision_id: int, actor: Actor, now: datetime) -> Decision:
    """Take a decision back that no worker holds yet, or that waits for a person; the claim waits to be decided. Twice is once.

    Stale where it is on its way. NotVisible for one of another desk or shop.
    """
    row = _own(desk_id, shop_ids, claim_id, decision_id)
    if row.state == State.CANCELLED:
        return row
    if row.state in {State.QUEUED, State.BY_HAND} and row.outbound is not None:
        # Before the claim is locked, as who settles a delivery does: in the other order the two could wait for each other.
        outbox.cancel(desk_id, row.outbound, now=now)
    was = row.state
    claim = decidable.claim(desk_id, shop_ids, row.claim_id)
    row.refresh_from_db()
    if row.state != was or was not in {State.WAITING, State.QUEUED, State.BY_HAND}:
        raise Stale(said.on_its_way())
    row.state = State.CANCELLED
    row.save(update_fields=["state"])
    audit.record(desk_id, actor, "claim.decision_taken_back", subject_of(claim.pk), None, {"decision": row.pk}, now)
    note(desk_id, "returns.decided", shop_id=row.shop_id, claim=claim.pk)
    return row


def leaving(desk_id: int, decision_id: int, outbound_id: int) -> Leaving | None:
    """The decision as it is now; None where nothing is to be sent: taken back, told already, or the claim went another way.

    It was decided in time, so it leaves though the clock may have run out since: the marketplace says whether it still counts. Once a
    worker holds it, it is being sent. One statement by itself, as the worker's claim is.
    """
    own = Decision.objects.filter(desk_id=desk_id, pk=decision_id, outbound=outbound_id, state__in=Decision.UNDER_WAY)
    row = own.select_related("claim", "product").first()
    if row is None or why_over(row, decidable.facts(row.claim, writing.shop(row.shop_id))):
        return None
    if Outbound.objects.filter(desk_id=desk_id, pk=outbound_id, state=Outbound.State.CLAIMED).exists():
        own.filter(state=State.QUEUED).update(state=State.SENDING)
    product = "" if row.product is None else row.product.article or row.product.outside_id
    return Leaving(
        claim=row.claim.outside_id, action=row.action, step=step_of(_kind(row), row.event), key=f"decision-{row.desk_id}-{row.pk}",
        text=row.text, amount_minor=row.amount_minor, currency=row.amount_currency, comes_back=row.comes_back, product=product,
        written_at=row.made_at,
    )  # fmt: skip


def settle(desk_id: int, decision_id: int, outbound_id: int, fate: Fate, now: datetime) -> None:
    """Write what became of an attempt. Inside the command that settles the delivery; what the feed told is more."""
    found = Decision.objects.filter(desk_id=desk_id, pk=decision_id).first()
    if found is None:
        return
    claim = decidable.claim(desk_id, [found.shop_id], found.claim_id)
    row = Decision.objects.select_for_update(no_key=True).get(desk_id=desk_id, pk=decision_id)
    if row.outbound != outbound_id or row.state == State.CANCELLED:
        return
    if row.state in {State.CONFIRMED, State.OVERTAKEN}:
        # The feed told it while a worker had it, and left the delivery to that worker.
        outbox.told(desk_id, [outbound_id], now=now)
        return
    if row.state == State.REFUSED and fate.outcome == "queued" and decidable.held_by(desk_id, claim.pk) is not None:
        # A person sends an old one again; the claim was decided anew since.
        return
    _judge(row, claim, fate, now)
    row.save()
    _work(row, claim, now)
    note(desk_id, "returns.decided", shop_id=row.shop_id, claim=claim.pk)


def _judge(row: Decision, claim: Claim, fate: Fate, now: datetime) -> None:
    row.state, row.reason = State(fate.state), fate.reason
    if fate.outcome == "cancelled":
        over = why_over(row, decidable.facts(claim, writing.shop(claim.shop_id)))
        row.state, row.reason = (State.CANCELLED, over) if over else (State.REFUSED, said.CALLED_OFF)
    if row.state == State.SENT:
        row.sent_at = fate.at or now


def _work(row: Decision, claim: Claim, now: datetime) -> None:
    """Sent, it is nobody's work any more; refused, it is again, at once."""
    if row.state == State.SENT and row.event:
        work.close_items(row.desk_id, WORK, [subject_of(claim.pk)], "decided", now)
    elif row.state in {State.REFUSED, State.CANCELLED}:
        reopen(claim, now)


def reopen(claim: Claim, now: datetime) -> None:
    """Inside a command: the claim is work again, at once, where its clock still waits for the shop."""
    clock = clock_of(claim)
    if clock is not None and waiting.waits(claim.ruling, clock, now):
        subject = subject_of(claim.pk)
        opening = Opening(kind=WORK, subject=subject, shop_id=claim.shop_id, due_at=clock.due_at, since=clock.since)
        work.open_item(claim.desk_id, opening, now=now)
        work.wake_items(claim.desk_id, WORK, [subject])


def clock_of(claim: Claim) -> Clock | None:
    """The clock that runs, as the claim's row keeps it."""
    if claim.clock_since is None or claim.due_at is None:
        return None
    return Clock(cast("Stage", claim.stage), claim.clock_since, claim.due_at, claim.outcome)


def why_over(row: Decision, facts: ClaimFacts) -> str:
    """Why a decision has nothing to decide any more, as a sentence; empty while it has. One query where it has not."""
    kind = _kind(row)
    is_meant = still_meant(facts, kind, row.action, comes_back=row.comes_back)
    # Who agreed to a sum has not agreed to another.
    if is_meant and (pays(kind, row.amount_minor, facts.asked_minor) or None) == row.amount_minor:
        return ""
    moves = Move.objects.filter(desk_id=row.desk_id, claim_id=row.claim_id, at__gte=row.made_at).order_by("-place")
    return why_moved(moves.values_list("event", "by").first())


def why_moved(last: tuple[str, int] | None) -> str:
    """A sentence for the last step since a decision, its event and who did it."""
    if last is None:
        return said.MOVED
    event, by = last
    if event == "withdrawn":
        return said.WITHDRAWN
    if by == CLOCK:
        return said.AUTOMATIC
    return said.ELSEWHERE if by in {SHOP, MARKETPLACE} else said.MOVED


def _kind(row: Decision) -> Kind:
    return cast("Kind", row.kind)


def _own(desk_id: int, shop_ids: Collection[int], claim_id: int, decision_id: int) -> Decision:
    mine = Decision.objects.filter(desk_id=desk_id, shop_id__in=list(shop_ids), claim_id=claim_id, pk=decision_id)
    return writing.seen(mine.select_related("author"))
