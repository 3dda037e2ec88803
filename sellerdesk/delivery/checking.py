"""Asking after what is in doubt or under moderation, before anything is repeated."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from sellerdesk import carriers, outbox
from sellerdesk.delivery import senders
from sellerdesk.delivery.sending import LEASE, Clock, Dice, parcel_of, port_of, settle
from sellerdesk.delivery.settling import Ending
from sellerdesk.domain import backoff
from sellerdesk.errors import MarketplaceError, Refused
from sellerdesk.marketplaces import reasons
from sellerdesk.marketplaces.ports import MessageOut, Parcel, Port
from sellerdesk.outbox import Claimed, Outcome


_log = structlog.get_logger(__name__)


def check_due(*, clock: Clock, dice: Dice, enough: Callable[[], bool]) -> int:
    """Ask after what is to be asked after now; returns how many were."""
    taken = 0
    while not enough():
        now = clock()
        claimed = outbox.claim_doubtful(limit=1, lease_until=now + LEASE, now=now)
        if not claimed:
            break
        taken += 1
        settle(claimed[0], check(claimed[0], clock=clock, dice=dice), clock=clock)
    return taken


def check(claimed: Claimed, *, clock: Clock, dice: Dice) -> Ending:
    """Find out what became of one delivery."""
    asked_at = clock()
    sender = senders.sender(claimed.kind)
    if sender is not None and sender.repeatable:
        return _again(claimed, dice, now=asked_at, reason=reasons.NOBODY_KNOWS)
    port, parcel, is_over = (None, None, False) if sender is not None else _way(claimed, clock)
    if is_over:
        return Ending(Outcome.CANCELLED)
    if port is None or parcel is None or port.by_hand:
        return _still(claimed, clock, dice, reason=reasons.ASK_A_PERSON, person=True)
    try:
        receipt = port.find(parcel)
    except Refused as error:
        return Ending(Outcome.DEAD, reason=str(error))
    except MarketplaceError as error:
        return _still(claimed, clock, dice, reason=str(error))
    if receipt is not None and receipt.fate == "moderated":
        return replace(_still(claimed, clock, dice), outcome=Outcome.MODERATED, receipt=receipt)
    if receipt is not None:
        return Ending(Outcome.SENT, receipt)
    assert claimed.doubt_since is not None, "What is in doubt has been since a moment."
    if not backoff.is_certain(claimed.doubt_since, asked_at):
        return _still(claimed, clock, dice, reason=reasons.NOT_THERE_YET)
    if claimed.state == Outcome.MODERATED.value:
        return Ending(Outcome.DEAD, reason=reasons.TAKEN_AWAY)
    return _again(claimed, dice, now=asked_at, reason=reasons.NOT_THERE)


def _way(claimed: Claimed, clock: Clock) -> tuple[Port | None, Parcel | None, bool]:
    """Whom to ask for what, nothing where that cannot be said, which leaves it to a person; whether its room has it no more."""
    try:
        parcel, port = parcel_of(claimed), port_of(claimed, clock)
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and a person looks
        _log.exception("doubt_cannot_be_asked", outbound=claimed.id, kind=claimed.kind)
        return None, None, False
    if isinstance(parcel, MessageOut):
        parcel = replace(parcel, tried_at=claimed.first_tried_at)
    return port, parcel, parcel is None and carriers.carrier(claimed.kind) is not None


def _again(claimed: Claimed, dice: Dice, *, now: datetime, reason: str) -> Ending:
    """It may be sent once more, unless that was done often enough."""
    if backoff.is_spent(claimed.attempts, claimed.first_tried_at, now):
        return Ending(Outcome.DEAD, reason=reason)
    return Ending(Outcome.LATER, reason=reason, not_before=backoff.next_try(claimed.attempts, told=None, dice=dice(), now=now))


def _still(claimed: Claimed, clock: Clock, dice: Dice, *, reason: str = "", person: bool = False) -> Ending:
    """Not known yet: asked again later; after long, or where nobody else can tell, a person is asked, too."""
    now = clock()
    in_doubt = claimed.state == Outcome.UNKNOWN.value
    asked = person or (claimed.doubt_since is not None and backoff.needs_a_person(claimed.doubt_since, now))
    again = backoff.next_check(claimed.checks + 1, dice=dice(), now=now)
    return Ending(Outcome(claimed.state), reason=reason, not_before=again, person=in_doubt and asked)
