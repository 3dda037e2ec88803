"""Messages written here, for tests: sent by a person of the cast, and carried by a worker that is played."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from chat.models import Thread
from chat.outbound import ChatCarrier
from chat.services import sending
from chat.services.sending import Sent
from sellerdesk import outbox
from sellerdesk.commands import command
from sellerdesk.domain import actor
from sellerdesk.marketplaces.ports import Receipt
from sellerdesk.models import User
from sellerdesk.outbox import Claimed, Outcome
from tests.factories.chat import START


NOW = START + timedelta(minutes=20)
LATER = NOW + timedelta(seconds=10)
"""When a worker may take what was sent at NOW."""


def send(thread: Thread, person: User, text: str = "On its way", *, seen: int = 1, now: datetime = NOW, **fields: Any) -> Sent:
    """One message of this person, with a key of its own unless given."""
    told = {"files": [], "client_key": uuid.uuid4(), **fields}
    return sending.send(
        desk_id=thread.desk_id, shop_ids=[thread.shop_id], thread_id=thread.pk, user_id=person.pk,
        actor=actor.person(person.pk, person.email), text=text, seen=seen, now=now, **told,
    )  # fmt: skip


def claim(now: datetime = LATER) -> Claimed:
    """The one delivery that is due."""
    (claimed,) = outbox.claim(limit=10, lease_until=now + timedelta(minutes=1), now=now)
    return claimed


def settle(*, claimed: Claimed, outcome: Outcome, receipt: Receipt | None = None, reason: str = "", now: datetime = LATER) -> None:
    """What a worker writes at the end of an attempt."""
    _settle(claimed=claimed, outcome=outcome, receipt=receipt, reason=reason, now=now)


@command
def _settle(*, claimed: Claimed, outcome: Outcome, receipt: Receipt | None, reason: str, now: datetime) -> None:
    later = now + timedelta(minutes=1) if outcome is Outcome.LATER else None
    outbox.settle(claimed, outcome, now=now, not_before=later)
    ChatCarrier().settled(claimed, outcome, receipt, reason, now=now)
