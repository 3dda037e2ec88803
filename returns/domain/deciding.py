"""Deciding a claim: what may be decided, what each decision does, and why one may not be taken now. Pure.

What is asked here serves the command, the form and the programs; what is legal is said by `actions`, what it does by `axes`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, get_args

from returns.domain.actions import OWN, Action, legal
from returns.domain.facts import ACCEPTED, MARKETPLACE, SHOP, WAITING
from returns.domain.folding import Taken
from returns.domain.moving import State
from sellerdesk.domain import leaving
from sellerdesk.domain.cursors import micros
from sellerdesk.domain.rules import Length, RuleProfile


Kind = Literal["refund", "return", "refund_part", "exchange", "reship", "repair", "reject", "ask", "receive", "escalate"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
"""In the order in which they are offered. `ask` is for more evidence, `receive` says that the goods are back."""
Code = Literal[
    "claim_rejected", "clock_ran_out", "not_offered", "choice_missing", "amount_unwanted", "amount_missing", "amount_not_part",
    "article_missing", "article_unwanted", "text_missing", "text_unwanted", "too_short", "too_long",
]  # fmt: skip
ASK: Final = Action("ask", "", 1, 1000)
"""More evidence is asked for: it moves no axis, and no clock stops."""
PAYS: Final = frozenset[Kind]({"refund", "return", "refund_part"})
"""What gives money back, now or when the goods are here."""
SENDS: Final = frozenset[Kind]({"exchange"})
"""What needs an article that is sent instead."""
_GOES_BACK: Final = frozenset({"going", "with_buyer", "coming"})
"""Where the goods are while a way back can still be agreed on."""
_OWN: Final = {action.code: action for action in OWN}
_TOLD_KINDS: Final[Mapping[str, Kind]] = {"agreed": "return", "agreed_outright": "refund", "refused": "reject", "received": "receive"}
_UNSEEN = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")
_CONFIRMS: Final[Mapping[str, frozenset[str]]] = {
    "agreed": frozenset({"agreed", "agreed_outright", "refunded"}),
    "agreed_outright": frozenset({"agreed", "agreed_outright", "refunded"}),
    "partly_agreed": frozenset({"partly_agreed", "agreed", "agreed_outright", "refunded"}),
    "offered": frozenset({"offered"}),
    "refused": frozenset({"refused"}),
    "received": frozenset({"received", "refunded"}),
    "marketplace_joined": frozenset({"marketplace_joined"}),
}
"""By what a decision does: the events that say that the marketplace has it. Marketplaces tell a part, and money at once, as agreed."""


class Choice(NamedTuple):
    """One thing that may be decided. `comes_back`: whether the buyer is to send the goods back; a kind may have both."""

    kind: Kind
    action: Action
    comes_back: bool


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """A claim as far as deciding it goes. `told` are the marketplace's legal moves, None where it told none."""

    ruling: str
    state: State
    wants: str
    told: Sequence[str] | None
    asked_minor: int | None
    due_at: datetime | None
    outcome: str
    rules: RuleProfile


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody decides.

    `action` is a legal move by its code, needed where a kind has several; `comes_back` chooses between a kind with and without the
    way back. `amount_minor` is a part, in minor units of the claim's currency; `product_id` the article of an exchange.
    """

    kind: Kind
    action: str = ""
    comes_back: bool | None = None
    amount_minor: int | None = None
    product_id: int | None = None
    text: str = ""


class WhyNot(NamedTuple):
    """Why something may not be decided: a code, and the limit or the moment that it is about."""

    code: Code
    limit: int | None = None
    when: datetime | None = None


def choices(facts: ClaimFacts) -> tuple[Choice, ...]:
    """What may be decided now, in the order of `KINDS`; whether it is too late is asked by `why_not_decide`.

    Where the marketplace told its moves, only these: each does one thing, and words of one's own go only where it takes them.
    """
    actions = legal(facts.state, facts.wants, facts.told)
    is_told = facts.told is not None
    found = [_told(action) for action in actions] if is_told else _own({action.code for action in actions}, facts)
    return tuple(sorted(found, key=lambda one: KINDS.index(one.kind)))


def _told(action: Action) -> Choice:
    return Choice(_TOLD_KINDS[action.event], action, comes_back=action.event == "agreed")


def _own(codes: set[str], facts: ClaimFacts) -> list[Choice]:
    """What is wanted is agreed to; something else is an offer, which the buyer may take or not."""
    wants = facts.wants
    plan: list[tuple[Kind, str, bool]] = [
        ("refund", "agree_outright", False),
        ("return", "agree" if wants == "return" else "offer", True),
        ("refund_part", "agree_partly" if wants == "return" else "offer", True),
        ("refund_part", "agree_partly" if wants == "refund" else "offer", False),
        ("exchange", "agree" if wants == "exchange" else "offer", True),
        ("exchange", "agree_outright" if wants == "exchange" else "offer", False),
        ("reship", "agree_outright" if wants == "reship" else "offer", False),
        ("repair", "agree" if wants == "repair" else "offer", True),
        ("reject", "reject", False),
        ("receive", "confirm_received", False),
        ("escalate", "escalate", False),
    ]
    found = [
        Choice(kind, _sized(_OWN[code], facts.rules.claim_length), back)
        for kind, code, back in plan
        if code in codes and (not back or _may_come_back(code, facts.state)) and (kind != "refund_part" or facts.asked_minor)
    ]
    if facts.state.money == "asked" and facts.state.talk == "shop":
        found.append(Choice("ask", _sized(ASK, facts.rules.claim_length), comes_back=False))
    return found


def _may_come_back(code: str, state: State) -> bool:
    return state.goods in _GOES_BACK and (code != "agree" or state.money in {"asked", "refused", "partly"})


def _sized(action: Action, length: Length) -> Action:
    """Our own moves take words as the shop's rules have it; a letter to the marketplace has a length of its own."""
    least, most = length
    if action.event == "marketplace_joined" or not action.most:
        return action
    return Action(action.code, action.event, least if action.least else 0, most or action.most)


def chosen(facts: ClaimFacts, wanted: Wanted) -> Choice | None:
    """The choice that a decision means; None where it is not offered, or where it is not said which of several."""
    found = [one for one in choices(facts) if one.kind == wanted.kind]
    if wanted.action:
        found = [one for one in found if one.action.code == wanted.action]
    if wanted.comes_back is not None:
        found = [one for one in found if one.comes_back == wanted.comes_back]
    return found[0] if len(found) == 1 else None


def why_not_decide(facts: ClaimFacts, wanted: Wanted, now: datetime) -> WhyNot | None:
    """Why a claim may not be decided so, or None.

    At its last instant a clock has not run out; after it, what happens by itself stands (`clock_ran_out`). Where nothing is known to
    happen by itself, the deadline is one's own and later decisions are decisions. Words are counted in characters.
    """
    if facts.ruling not in {ACCEPTED, WAITING}:
        return WhyNot("claim_rejected")
    if why := ran_out(facts, now):
        return why
    choice = chosen(facts, wanted)
    if choice is None:
        return WhyNot("choice_missing" if any(one.kind == wanted.kind for one in choices(facts)) else "not_offered")
    return _why_not_amount(facts, wanted) or _why_not_article(wanted) or why_not_long(choice.action, wanted.text)


def ran_out(facts: ClaimFacts, now: datetime) -> WhyNot | None:
    """Whether the time is over and something has happened by itself."""
    is_over = facts.due_at is not None and now > facts.due_at and facts.outcome != ""
    return WhyNot("clock_ran_out", when=facts.due_at) if is_over else None


def _why_not_amount(facts: ClaimFacts, wanted: Wanted) -> WhyNot | None:
    if wanted.kind != "refund_part":
        return None if wanted.amount_minor is None else WhyNot("amount_unwanted")
    if wanted.amount_minor is None:
        return WhyNot("amount_missing")
    assert facts.asked_minor is not None, "A part is offered of a known whole alone."
    return None if 0 < wanted.amount_minor < facts.asked_minor else WhyNot("amount_not_part", limit=facts.asked_minor)


def _why_not_article(wanted: Wanted) -> WhyNot | None:
    if wanted.kind in SENDS:
        return WhyNot("article_missing") if wanted.product_id is None else None
    return None if wanted.product_id is None else WhyNot("article_unwanted")


def why_not_long(action: Action, text: str) -> WhyNot | None:
    """Why these words cannot go with an action."""
    if not text:
        return WhyNot("text_missing", limit=action.least) if action.least else None
    if not action.most:
        return WhyNot("text_unwanted")
    if len(text) < action.least:
        return WhyNot("too_short", limit=action.least)
    return WhyNot("too_long", limit=action.most) if len(text) > action.most else None


def pays(kind: Kind, wanted_minor: int | None, asked_minor: int | None) -> int | None:
    """How much a decision gives back, in minor units; None where it gives nothing or nobody told how much."""
    if kind not in PAYS:
        return None
    return wanted_minor if kind == "refund_part" else asked_minor


def needs_second(kind: Kind, amount_minor: int | None, limit: int | None) -> bool:
    """Whether a second person must confirm. `limit` is what the one who decides may give alone, None where nothing is set.

    Of a refund whose amount nobody told it cannot be said that it is within a limit.
    """
    if limit is None or kind not in PAYS:
        return False
    return amount_minor is None or amount_minor > limit


def leaves_at(now: datetime, facts: ClaimFacts) -> datetime:
    """The first moment at which a worker may take a decision: before the clock runs out, where something happens by itself then."""
    return leaving.leaves_at(now, facts.due_at if facts.outcome else None)


def confirmed_by(event: str, made_at: datetime, course: Sequence[Taken]) -> Taken | None:
    """The first step after a decision by which the marketplace tells that it stands; `event` is what the decision does."""
    meant = _CONFIRMS.get(event, frozenset())
    after = (one for one in course if not one.code and one.at >= made_at and one.by in {SHOP, MARKETPLACE})
    return next((one for one in after if one.event in meant), None)


def step_of(kind: Kind, event: str) -> str:
    """The feed's word for what a decision does; empty where it does nothing. Money that is given back at once is told as paid."""
    if event == "agreed_outright":
        return "refunded" if kind == "refund" else "agreed"
    return "changed" if event == "offered" else event


def still_meant(facts: ClaimFacts, kind: Kind, code: str, *, comes_back: bool) -> bool:
    """Whether a decision taken before could still be taken as the claim stands now, whatever the time."""
    return any((one.kind, one.action.code, one.comes_back) == (kind, code, comes_back) for one in choices(facts))


def tidy(text: str) -> str:
    """Words as they leave: one kind of line end, nothing that cannot be seen at their ends, no control characters."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def version(told_at: datetime, moved_at: datetime) -> str:
    """What of a claim somebody has seen: it differs once the claim is told anew or has moved."""
    return "-".join(str(micros(at)) for at in (told_at, moved_at))
