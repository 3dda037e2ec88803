"""The states of a delivery in words: on the page of deliveries, in the bubbles of chats, everywhere the same."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy

from sellerdesk import wording
from sellerdesk.delivery.queries import Delivery
from sellerdesk.marketplaces import reasons
from sellerdesk.outbox import State


SENDING, LATER, SCHEDULED = "sending", "later", "scheduled"
"""What a queued delivery is, by whether it is due, was tried before, or is meant for later."""
LABELS = {
    SENDING: gettext_lazy("being sent"),
    LATER: gettext_lazy("will be tried again"),
    SCHEDULED: gettext_lazy("goes out later"),
    State.MODERATED.value: gettext_lazy("under moderation"),
    State.SENT.value: gettext_lazy("sent"),
    State.UNKNOWN.value: gettext_lazy("unknown, being checked"),
    State.BY_HAND.value: gettext_lazy("to be done by hand"),
    State.DONE.value: gettext_lazy("done there"),
    State.DEAD.value: gettext_lazy("not sent"),
    State.CANCELLED.value: gettext_lazy("called off"),
}
_LOOKS = {
    SENDING: ("clock", ""), LATER: ("refresh", "soon"), SCHEDULED: ("clock", ""), State.MODERATED.value: ("eye", ""),
    State.SENT.value: ("check", "ok"), State.UNKNOWN.value: ("help", "soon"), State.BY_HAND.value: ("copy", "soon"),
    State.DONE.value: ("check", "ok"), State.DEAD.value: ("alert", "late"), State.CANCELLED.value: ("undo", ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A state as it is shown: its key, pictogram, tone (ok, soon, late or none), its words, and why or when."""

    key: str
    icon: str
    tone: str
    label: str
    more: str


def key(delivery: Delivery, now: datetime) -> str:
    """Which of LABELS a delivery is."""
    if delivery.state == State.CLAIMED:
        return SENDING
    if delivery.state != State.QUEUED:
        return delivery.state
    if delivery.not_before <= now:
        return SENDING
    return LATER if delivery.attempts or delivery.reason else SCHEDULED


def said(delivery: Delivery, *, now: datetime) -> Said:
    """A delivery's state in the reader's language."""
    known = key(delivery, now)
    icon, tone = _LOOKS[known]
    return Said(known, icon, tone, str(LABELS[known]), _more(delivery, known, now))


def reason(kept: str) -> str:
    """A kept reason in the reader's language."""
    return reasons.shown(kept)


def _more(delivery: Delivery, known: str, now: datetime) -> str:
    """Why it is so, or when it goes on."""
    at = wording.stamp(delivery.not_before, now=now)
    if known == SCHEDULED:
        return _("at %(moment)s") % {"moment": at}
    if known == LATER:
        return _("%(reason)s Next try at %(moment)s.") % {"reason": reason(delivery.reason), "moment": at}
    if known in {State.SENT, State.DONE, State.CANCELLED}:
        return "" if delivery.settled_at is None else wording.stamp(delivery.settled_at, now=now)
    return reason(delivery.reason) if known in {State.DEAD, State.UNKNOWN} else ""
