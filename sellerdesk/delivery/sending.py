"""Trying what is due: one row at a time, outside any transaction, settled afterwards by who holds it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from sellerdesk import carriers, outbox, shops
from sellerdesk.delivery import holding, senders, settling
from sellerdesk.delivery.settling import Ending
from sellerdesk.domain import backoff
from sellerdesk.errors import Denied, Held, Limited, Permanent, Refusal, Stale, Transient
from sellerdesk.feed.scrubbing import ERASED
from sellerdesk.marketplaces import reasons, registry
from sellerdesk.marketplaces.ports import AppealOut, Parcel, Port, Receipt, Unknown
from sellerdesk.outbox import Claimed, Outcome
from sellerdesk.sealing import Unsealable


LEASE = timedelta(minutes=2)
"""Far longer than one request may take (`marketplaces.http`), so that nobody sends with a lease that has run out."""
DENIED_WAIT = timedelta(minutes=5)
Clock = Callable[[], datetime]
Dice = Callable[[], float]
_log = structlog.get_logger(__name__)


def deliver_due(*, clock: Clock, dice: Dice, enough: Callable[[], bool], aside: bool = False) -> int:
    """Send what is due until nothing is, or `enough` says so; returns how many rows were taken up.

    `aside` sends what goes in turns of its own, otherwise all the rest. One row is claimed at a time: a lease must not run out while
    others are being sent.
    """
    taken = 0
    while not enough():
        now = clock()
        without = holding.held(now)
        claimed = outbox.claim(limit=1, lease_until=now + LEASE, now=now, without=without, apart=senders.aside(), aside=aside)
        if not claimed:
            break
        taken += 1
        settle(claimed[0], attempt(claimed[0], clock=clock, dice=dice), clock=clock)
    return taken


def settle(claimed: Claimed, ending: Ending, *, clock: Clock) -> None:
    """Write an ending, unless the lease was lost meanwhile: then what is known since stays."""
    try:
        settling.settle(claimed=claimed, ending=ending, now=clock())
    except Stale:
        _log.warning("delivery_lease_lost", outbound=claimed.id, outcome=ending.outcome.value)


def attempt(claimed: Claimed, *, clock: Clock, dice: Dice) -> Ending:
    """Try one delivery; how it ended."""
    if (sender := senders.sender(claimed.kind)) is not None:
        return _tried(claimed, lambda: _plain(sender.send, claimed), clock, dice)
    try:
        parcel = parcel_of(claimed)
    except Refusal as refusal:
        return Ending(Outcome.DEAD, reason=str(refusal))
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and the row goes on
        # A room's mistake. Nothing has left us, so it may be tried again.
        _log.exception("parcel_not_made", outbound=claimed.id, kind=claimed.kind)
        return _later(claimed, Transient(reasons.NOT_READY), clock, dice)
    if parcel is None:
        return Ending(Outcome.BY_HAND if carriers.carrier(claimed.kind) is None else Outcome.CANCELLED)
    try:
        port = port_of(claimed, clock)
    except Unsealable:
        return _later(claimed, Denied(reasons.KEY_LOST), clock, dice)
    if port is None or port.by_hand or outbox.follows_a_hand(claimed):
        return Ending(Outcome.BY_HAND)
    return _tried(claimed, lambda: port.send(parcel), clock, dice)


def parcel_of(claimed: Claimed) -> Parcel | None:
    """What its room gives to deliver; None where there is no room for it, or nothing any more.

    Refused: words_erased. What failed before its buyer was erased, or waited for a second person, may be sent again by anybody; what stands
    in place of its words is not for a buyer to read.
    """
    carrier = carriers.carrier(claimed.kind)
    parcel = None if carrier is None else carrier.parcel(claimed)
    if parcel is not None and _is_erased(parcel):
        raise Refusal("words_erased", reasons.ERASED)
    return parcel


def _is_erased(parcel: Parcel) -> bool:
    """A seller may well write this word; what was erased is nothing else. An appeal puts several texts together."""
    return ERASED in parcel.text if isinstance(parcel, AppealOut) else parcel.text.strip() == ERASED


def port_of(claimed: Claimed, clock: Clock) -> Port | None:
    """The port of its shop; None where it goes to no shop."""
    shop = None if claimed.shop_id is None else shops.by_id(claimed.shop_id)
    return None if shop is None else registry.port_of(shop, clock=clock)


def _plain(send: Callable[[Claimed], None], claimed: Claimed) -> Receipt:
    send(claimed)
    return Receipt("sent")


def _tried(claimed: Claimed, send: Callable[[], Receipt], clock: Clock, dice: Dice) -> Ending:
    try:
        receipt = send()
    except senders.Withdrawn:
        return Ending(Outcome.CANCELLED)
    except Unknown as error:
        return _doubt(str(error), clock, dice)
    except Permanent as error:
        return Ending(Outcome.DEAD, reason=str(error))
    except Transient as error:
        return _later(claimed, error, clock, dice)
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and asked after
        # It may have left us before whatever went wrong did.
        _log.exception("delivery_broke", outbound=claimed.id, kind=claimed.kind)
        return _doubt(reasons.BROKEN, clock, dice)
    if receipt.fate == "moderated":
        return Ending(Outcome.MODERATED, receipt, not_before=_soon(clock, dice))
    return Ending(Outcome.SENT, receipt)


def _soon(clock: Clock, dice: Dice) -> datetime:
    return backoff.next_check(1, dice=dice(), now=clock())


def _doubt(reason: str, clock: Clock, dice: Dice) -> Ending:
    return Ending(Outcome.UNKNOWN, reason=reason, not_before=_soon(clock, dice))


def _later(claimed: Claimed, error: Transient, clock: Clock, dice: Dice) -> Ending:
    """Again later, or given up. What was not really tried costs no attempt, and holds up all that goes the same way."""
    now = clock()
    untried = isinstance(error, Held | Limited | Denied)
    attempts = 0 if untried else claimed.attempts
    if backoff.is_spent(attempts, claimed.first_tried_at, now):
        return Ending(Outcome.DEAD, reason=str(error))
    told = error.wait or (DENIED_WAIT if isinstance(error, Denied) else None)
    again = backoff.next_try(max(1, claimed.attempts), told=told, dice=dice(), now=now)
    if untried and claimed.shop_id is not None:
        holding.hold(claimed.shop_id, until=again)
    return Ending(Outcome.LATER, reason=str(error), not_before=again, tried=not untried)
