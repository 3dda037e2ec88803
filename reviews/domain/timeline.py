"""What happened to a review and what may still happen, in order."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from reviews.domain.facts import ACCEPTED, SHOP, WAITING
from reviews.domain.state import State, Window, answer_until, edit_window, follow_up_until
from reviews.domain.verdicts import Verdict
from sellerdesk.domain.rules import RuleProfile


ChildKind = Literal["change", "deletion", "follow_up", "answer", "shop_review"]
MendingKind = Literal["offer", "offer_answer", "appeal", "appeal_reached", "appeal_end"]
Kind = Literal[
    ChildKind, MendingKind, "placed", "delivered", "completed", "review", "struck", "edit", "due", "answer_until", "follow_up_until"
]
_IN_ORDER: tuple[Kind, ...] = (
    "placed", "delivered", "completed", "review", "shop_review", "change", "follow_up",
    "offer", "offer_answer", "appeal", "appeal_reached", "appeal_end",
    "deletion", "answer", "struck",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Child:
    """A change, deletion, follow-up or answer of a review, or the shop's own review of the same line, as the ledger has it."""

    kind: ChildKind
    at: datetime
    ruling: str
    text: str = ""
    verdict: Verdict | None = None
    by_platform: bool = False
    photos: tuple[str, ...] = ()
    to_follow_up: bool = False
    """Of an answer: whether it is to the follow-up."""


@dataclass(frozen=True, slots=True)
class Trade:
    """The moments of the order, where they are known."""

    placed_at: datetime
    delivered_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mending:
    """A step of making a review good: an offer and what came of it, an appeal and how it went."""

    kind: MendingKind
    at: datetime
    what: str
    """The kind of the offer, or the reason of the appeal."""
    state: str
    """What the offer came to, or how the appeal ended; empty of an offer or appeal that is only made."""
    who: str = ""
    """The person who did it, or of an appeal's end who told of it (feed, port, person)."""
    said: str = ""
    """A note to an offer, or what the marketplace said."""
    channel: str = ""
    amount_minor: int | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One entry. `tone` colours its dot: bad, now, future, or nothing for what is simply past."""

    kind: Kind
    at: datetime
    tone: str = ""
    ruling: str = ACCEPTED
    child: Child | None = None
    window: Window | None = None
    photos: tuple[str, ...] = field(default=())
    mending: Mending | None = None

    @property
    def refused(self) -> bool:
        """Whether it was told and does not stand."""
        return self.ruling not in {ACCEPTED, WAITING}


def timeline(
    state: State,
    *,
    trade: Trade | None,
    children: Iterable[Child],
    mendings: Iterable[Mending] = (),
    due_at: datetime | None,
    rules: RuleProfile,
    now: datetime,
) -> list[Item]:
    """All that is known, by its moment; then until when the buyer and the shop may still do something, the nearest first."""
    items = [Item("review", state.at, "bad" if state.given is Verdict.BAD and state.author != SHOP else "", state.ruling)]
    if trade is not None:
        moments: tuple[tuple[Kind, datetime | None], ...] = (
            ("placed", trade.placed_at),
            ("delivered", trade.delivered_at),
            ("completed", trade.completed_at),
        )
        items += [Item(kind, at) for kind, at in moments if at is not None]
    items += [Item(child.kind, child.at, ruling=child.ruling, child=child) for child in children]
    items += [Item(step.kind, step.at, mending=step) for step in mendings]
    if state.struck_at is not None:
        items.append(Item("struck", state.struck_at, "bad"))
    items.sort(key=lambda item: (item.at, _IN_ORDER.index(item.kind)))
    return [*items, *_still_open(state, trade, due_at, rules, now)]


def _still_open(state: State, trade: Trade | None, due_at: datetime | None, rules: RuleProfile, now: datetime) -> list[Item]:
    edit = edit_window(state, rules, now)
    now_open = [] if edit is None or state.struck_at is not None else [Item("edit", edit.until, "now", window=edit)]
    ends: tuple[tuple[Kind, datetime | None], ...] = (
        ("due", due_at),
        ("answer_until", answer_until(state, now)),
        ("follow_up_until", follow_up_until(state, trade.completed_at if trade else None, rules, now)),
    )
    to_come = [Item(kind, at, "future") for kind, at in ends if at is not None]
    return [*now_open, *sorted(to_come, key=lambda item: item.at)]
