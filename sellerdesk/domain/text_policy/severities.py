"""What the guard does about each rule: stop, warn or allow; by place, by rule profile, and as far as a shop may choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from sellerdesk.domain.rules import RuleProfile


Place = Literal["chat", "public"]
STOP, WARN, ADVISE, ALLOW = "stop", "warn", "advise", "allow"
CHOICES: Final = (STOP, WARN, ALLOW)
"""From the hardest on."""
CONTACTS, INDUCEMENT, PRESSURE, PERSONAL = "contacts", "inducement", "pressure", "personal"
INSULT, OTHER_SHOP, BANNED, REPEATED, DOUBT = "insult", "other_shop", "banned", "repeated", "doubt"
RULES: Final = (CONTACTS, INDUCEMENT, PRESSURE, PERSONAL, INSULT, OTHER_SHOP, DOUBT, BANNED, REPEATED)
PLACES: Final[tuple[Place, ...]] = ("public", "chat")
Doings = Mapping[str, Mapping[str, str]]
"""By place and rule, what a shop chose. What is left out is as the rule profile has it."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one shop chose: what the guard does, words that it never says, and names of its own marketplace and shops."""

    doings: Doings = field(default_factory=dict)
    banned: tuple[str, ...] = ()
    own: tuple[str, ...] = ()


def usual(rules: RuleProfile, place: Place, rule: str) -> str:
    """What happens unless the shop says otherwise."""
    if rule == CONTACTS:
        return rules.contacts_in_public if place == "public" else rules.contacts_in_chat
    if rule == INDUCEMENT and place == "public":
        return STOP
    if place == "chat" and rule in {OTHER_SHOP, REPEATED, DOUBT}:
        return ALLOW
    return WARN


def permitted(rules: RuleProfile, place: Place, rule: str) -> tuple[str, ...]:
    """What a shop may choose, the hardest first: contacts never softer than the rule profile, an inducement in public never allowed.

    A doubt never stops: it is learned from phrases, not known.
    """
    if rule in {REPEATED, DOUBT} and place == "chat":
        return (ALLOW,)
    if rule == DOUBT:
        return (WARN, ALLOW)
    softest = ALLOW
    if rule == CONTACTS:
        softest = usual(rules, place, rule)
    elif rule == INDUCEMENT and place == "public":
        softest = WARN
    return CHOICES[: CHOICES.index(softest) + 1]


def doing(rules: RuleProfile, place: Place, rule: str, chosen: Doings) -> str:
    """What the guard does for one rule: as the shop chose where that is permitted, else as usual."""
    wanted = chosen.get(place, {}).get(rule, "")
    return wanted if wanted in permitted(rules, place, rule) else usual(rules, place, rule)
