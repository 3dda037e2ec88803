"""Offers to make a bad experience good: of which kinds, what came of them, and what may be noted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

from reviews.domain.objections import Objection


LONGEST_NOTE: Final = 500


class Kind(StrEnum):
    """What is offered."""

    REPLACEMENT = "replacement"
    PART = "part"
    REFUND = "refund"
    PARTIAL_REFUND = "partial_refund"
    GIFT = "gift"
    DISCOUNT = "discount"
    OTHER = "other"


class Channel(StrEnum):
    """Where it was offered."""

    CHAT = "chat"
    PUBLIC = "public"
    PHONE = "phone"
    MARKETPLACE = "marketplace"


class State(StrEnum):
    """What came of it."""

    WAITING = "waiting"
    AGREED = "agreed"
    DONE = "done"
    """Shipped or paid."""
    DECLINED = "declined"
    NO_ANSWER = "no_answer"


TAKEN: Final = frozenset({State.AGREED, State.DONE})
NEEDS_AMOUNT: Final = frozenset({Kind.PARTIAL_REFUND, Kind.DISCOUNT})


@dataclass(frozen=True, slots=True)
class Facts:
    """An offer about to be logged; `amount_minor` in minor units of `currency`, None where none was named."""

    kind: Kind
    amount_minor: int | None
    currency: str
    note: str


def why_not_log(facts: Facts, given_at: datetime, now: datetime) -> Objection | None:
    """What is against logging it: offer_before_review, amount_missing, amount_not_positive, note_too_long."""
    if now < given_at:
        return Objection("offer_before_review")
    if facts.kind in NEEDS_AMOUNT and facts.amount_minor is None:
        return Objection("amount_missing")
    if facts.amount_minor is not None and facts.amount_minor <= 0:
        return Objection("amount_not_positive")
    return Objection("note_too_long") if len(facts.note) > LONGEST_NOTE else None


def why_not_change(state: State, wanted: State, note: str) -> Objection | None:
    """What is against a change: offer_unchanged, note_too_long. Minds change, so any other state may follow."""
    if state is wanted and not note:
        return Objection("offer_unchanged")
    return Objection("note_too_long") if len(note) > LONGEST_NOTE else None


def total(lines: Sequence[tuple[int, int | None, str]], currency: str) -> int | None:
    """What an order cost in minor units, from (quantity, price in minor units, currency) of its lines; None where that is not known."""
    known = [quantity * minor for quantity, minor, own in lines if minor is not None and own == currency]
    return sum(known) if known and len(known) == len(lines) and sum(known) > 0 else None


def share(amount_minor: int | None, whole: int | None) -> Decimal | None:
    """An amount as percent of the order, half up to whole percent; None where one of the two is not known."""
    if amount_minor is None or not whole:
        return None
    return (Decimal(amount_minor) * 100 / whole).quantize(Decimal(1), ROUND_HALF_UP)


def agreed_share(counts: "dict[State, int]") -> Decimal | None:
    """Agreed or done in percent of those that got an answer or none came, one decimal; None where none did."""
    over = sum(number for state, number in counts.items() if state is not State.WAITING)
    taken = sum(counts.get(state, 0) for state in TAKEN)
    return (Decimal(taken) * 100 / over).quantize(Decimal("0.1"), ROUND_HALF_UP) if over else None
