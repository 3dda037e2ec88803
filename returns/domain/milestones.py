"""What of a claim's course is counted: when it was paid, ruled and over, by whom, and how long it took (AS-10 to AS-14)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from returns.domain.facts import MARKETPLACE


MONEY_WANTED = frozenset({"refund", "return"})
"""Claims for money; an exchange, a repair and a reship are none (AS-12)."""
RULINGS = frozenset({"ruled_for_buyer", "ruled_for_seller"})
SETTLED = frozenset({"paid", "dropped"})


@dataclass(frozen=True, slots=True)
class Step:
    """One move of a claim: when, what, by whom, where money and talk stood after it, and the amount that was told with it."""

    at: datetime
    event: str
    by: int
    money: str
    talk: str
    amount: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Milestones:
    """The moments of one claim; each is None where it has not come, or was taken back."""

    refunded_at: datetime | None = None
    joined_at: datetime | None = None
    ruled_at: datetime | None = None
    finished_at: datetime | None = None
    by_marketplace: bool = False
    refund_minor: int | None = None
    refund_currency: str = ""


def milestones(steps: Sequence[Step], *, amount: int | None, currency: str) -> Milestones:
    """Of a claim's moves in order, and the amount that was asked for.

    Paid is what stands as paid at the end, since it was paid last; so a payment that failed is none. Finished is since when, to the
    end, its money is paid or dropped or its talk is closed: by the move that made it so. Money: as told with the payment, else with
    the last part that was agreed to, else what was asked for.
    """
    paid = _since(steps, [step.money == "paid" for step in steps])
    over = _since(steps, [step.money in SETTLED or step.talk == "closed" for step in steps])
    ruling = next((step for step in reversed(steps) if step.event in RULINGS), None)
    minor, told = _refund(steps, paid, amount, currency) if paid else (None, "")
    return Milestones(
        refunded_at=paid.at if paid else None,
        joined_at=next((step.at for step in steps if step.event == "marketplace_joined"), None),
        ruled_at=ruling.at if ruling and ruling.event == "ruled_for_buyer" else None,
        finished_at=over.at if over else None,
        by_marketplace=over is not None and over.by == MARKETPLACE,
        refund_minor=minor,
        refund_currency=told,
    )


def seconds(begun: datetime, finished: datetime | None) -> int | None:
    """Whole seconds from a claim's beginning to its end, rounded down; None without an end."""
    return None if finished is None else max(0, (finished - begun) // timedelta(seconds=1))


def _since(steps: Sequence[Step], held: Sequence[bool]) -> Step | None:
    """The move from which on something holds to the end; None where it does not hold at the end."""
    first = None
    for step, holds in zip(steps, held, strict=True):
        first = (first or step) if holds else None
    return first


def _refund(steps: Sequence[Step], paid: Step, amount: int | None, currency: str) -> tuple[int | None, str]:
    if paid.amount is not None:
        return paid.amount, paid.currency
    before = steps[: steps.index(paid)]
    parts = [step for step in before if step.event == "partly_agreed"]
    if parts and before[-1].money in {"partly", "paying", "failed"} and parts[-1].amount is not None:
        return parts[-1].amount, parts[-1].currency
    return amount, currency if amount is not None else ""
