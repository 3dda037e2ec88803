"""What the simulated marketplace does with a parcel: by a magic word in its text, else by seeded dice. Pure."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any


class Act(StrEnum):
    """What becomes of one try."""

    ACCEPT = "accept"
    SLOW = "slow"
    MODERATE = "moderate"
    REJECT = "reject"
    """A moderator looks, and refuses."""
    REFUSE = "refuse"
    TIMEOUT = "timeout"
    """It is there, and the answer is lost."""
    LATE = "late"
    """The answer is lost, and it is there only a while later."""
    DROP = "drop"
    """Lost on the way, and the answer too."""
    BUSY = "busy"
    """429 with a wait."""
    DOWN = "down"
    """No connection."""


WORDS = {f"#{act.value}": act for act in Act}
GRANT = {"#accept": True, "#reject": False}
"""What is decided of an appeal with such a word in it."""
ONCE = frozenset({Act.TIMEOUT, Act.LATE, Act.DROP, Act.BUSY, Act.DOWN})
"""Of these the magic word works at the first try alone: else nothing with it would ever arrive."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a simulated marketplace is in general. The shares of 0 to 1 add up to at most 1; the rest is accepted."""

    seed: str = "1"
    keyed: bool = True
    """Whether it knows idempotency keys and gives ids; without, only conversation, text and time tell one message from another."""
    buyers_answer: bool = False
    slow: float = 0.0
    moderate: float = 0.0
    reject: float = 0.0
    refuse: float = 0.0
    timeout: float = 0.0
    late: float = 0.0
    drop: float = 0.0
    busy: float = 0.0
    down: float = 0.0
    slow_seconds: float = 1.0
    late_seconds: float = 20.0
    moderation_seconds: float = 20.0
    busy_seconds: float = 3.0
    grant: float = 0.3
    """The share of appeals that are granted, of 0 to 1."""
    appeal_seconds: float = 60.0
    """How long it looks at an appeal."""


_SHARES = tuple(act for act in Act if act is not Act.ACCEPT)


def manner(told: Mapping[str, Any]) -> Manner:
    """A manner from a connection's settings; what is not known there is passed over."""
    known = {field.name: told[field.name] for field in fields(Manner) if field.name in told}
    return replace(Manner(), **known)


def act(how: Manner, text: str, key: str, attempt: int) -> Act:
    """What becomes of the try of this number (from 1) of a parcel: always the same for one seed, key and number."""
    for word, meant in WORDS.items():
        if word in text:
            return Act.ACCEPT if meant in ONCE and attempt > 1 else meant
    draw = random.Random(f"{how.seed}/{key}/{attempt}").random()  # noqa: S311 - a play, no secret
    for one in _SHARES:
        share: float = getattr(how, one.value)
        if draw < share:
            return one
        draw -= share
    return Act.ACCEPT


def grants(how: Manner, text: str, key: str) -> bool:
    """Whether an appeal is granted: by a magic word in its text, else always the same for one seed and key."""
    for word, granted in GRANT.items():
        if word in text:
            return granted
    return random.Random(f"{how.seed}/{key}/appeal").random() < how.grant  # noqa: S311 - a play, no secret
