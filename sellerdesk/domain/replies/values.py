"""What a variable stands for, as it may be put into a text. Pure.

Values come from outside: they are put in as they are, braces and all, without what turns the line or cannot be seen.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from babel import dates

from sellerdesk.domain.replies import gaps, greeting


LONGEST: Final = 200
_DROPPED = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Two marks on a letter are a language; ten are a blot over the lines around it.
_MOST_MARKS = 3
_DAYS = {"en": ("d MMMM", "en_GB"), "ru": ("d MMMM", "ru"), "zh": ("M月d日", "zh_Hans_CN")}
Style = Literal["name", "dear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VariableFacts:
    """What is known about the one who is written to. Empty means that it is not known.

    `eta` is the day on which the parcel is to come, in the buyer's place. `style` is how Chinese buyers of the shop are addressed.
    """

    buyer_name: str = ""
    order_no: str = ""
    product: str = ""
    article: str = ""
    track_no: str = ""
    eta: date | None = None
    shop_name: str = ""
    agent_name: str = ""
    style: Style = "name"
    rules: str = "standard"
    """The rule profile of the shop, by its name."""
    shop_id: int = field(default=0, compare=False)
    """Which shop it is, for what it chose; no variable stands for it."""


def value(name: str, facts: VariableFacts, language: str) -> str:
    """The value of one variable in a text of this language; empty where it is not known."""
    if name == "eta":
        return _day(facts.eta, language) if facts.eta else ""
    if name == "buyer_name":
        return clean(greeting.called(clean(facts.buyer_name), language, facts.style))
    return clean(getattr(facts, name))


def clean(told: str) -> str:
    """A value on one line: no control and direction signs, no gap's brackets, not longer than 200 characters."""
    kept: list[str] = []
    marks = 0
    for character in told[: LONGEST * 4]:
        kind = unicodedata.category(character)
        marks = marks + 1 if kind in {"Mn", "Me"} else 0
        if character.isspace():
            kept.append(" ")
        elif kind not in _DROPPED and marks <= _MOST_MARKS and character not in gaps.OPEN + gaps.CLOSE:
            kept.append(character)
    return re.sub(r" {2,}", " ", "".join(kept)).strip()[:LONGEST].strip()


def _day(day: date, language: str) -> str:
    pattern, locale = _DAYS.get(language, _DAYS["en"])
    return str(dates.format_date(day, pattern, locale=locale))
