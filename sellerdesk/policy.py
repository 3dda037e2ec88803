"""What is said about a text before it goes to a buyer: the findings of the text policy as sentences, and why it may not go.

Rooms ask `judge` or `why_not_send` in their commands; the composer shows the same findings while it is written.
"""

from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sellerdesk import policy_words, wording
from sellerdesk.domain.replies import greeting
from sellerdesk.domain.replies.values import VariableFacts, clean
from sellerdesk.domain.rules import PROFILES
from sellerdesk.domain.text_policy import contacts
from sellerdesk.domain.text_policy.policy import (
    CHECKS,
    CONTACTS,
    GAP,
    STOP,
    VARIABLE_LEFT,
    WARN,
    Chosen,
    Finding,
    Findings,
    Place,
    TextFacts,
    check,
)
from sellerdesk.errors import Refusal


__all__ = [
    "CHECKS", "LONGEST_REASON", "Chosen", "Finding", "Findings", "Judged", "Place", "TextFacts", "check", "judge", "sentence", "text_facts",
    "why_not_send",
]  # fmt: skip

LONGEST_REASON = 200
"""Characters of why a text goes out in spite of a warning."""
LABELS: dict[str, Promise] = {
    "name": gettext_lazy("Greets by name"),
    "thanks": gettext_lazy("Thanks"),
    "empathy": gettext_lazy("Empathy"),
    "solution": gettext_lazy("Solution"),
    "closing": gettext_lazy("Closing words"),
    "contacts": gettext_lazy("No contacts"),
}
SHORT_LABELS: dict[str, Promise] = {**LABELS, "name": gettext_lazy("By name")}
_KINDS: dict[str, Promise] = {
    contacts.PHONE: gettext_lazy("a phone number"),
    contacts.EMAIL: gettext_lazy("an e-mail address"),
    contacts.LINK: gettext_lazy("a link"),
    contacts.MESSENGER: gettext_lazy("a messenger"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a text: why it may not go, or None, and then what was overridden, as the audit entry of the sending keeps it."""

    refusal: Refusal | None
    overridden: dict[str, Any] = field(default_factory=dict)
    """Empty, or `warned` (the codes) and `reason`."""


def text_facts(
    known: VariableFacts | None, *, language: str = "", is_template: bool = False, chosen: Chosen | None = None, given: int = 0
) -> TextFacts:
    """What the policy must know of whom a text is for, from what the variables stand for.

    `chosen` is what the shop wants of the guard (`guarding.of`), `given` how often the shop gave this answer of late.
    """
    chosen = chosen or Chosen()
    if known is None:
        return TextFacts(is_template=is_template, chosen=chosen, given=given)
    name = clean(known.buyer_name)
    called = greeting.called(name, language, known.style)
    return TextFacts(
        names=tuple(dict.fromkeys(one for one in (called, name) if one and called)),
        numbers=tuple(one for one in (known.order_no, known.track_no, known.article, clean(known.product), clean(known.shop_name)) if one),
        rules=PROFILES[known.rules],
        is_template=is_template,
        chosen=chosen,
        given=given,
    )


def why_not_send(text: str, *, place: Place, facts: TextFacts, reason: str = "") -> Refusal | None:
    """Why a text may not go out as it is, or None. With a `reason` it goes in spite of warnings, never in spite of what stops.

    Codes: text_missing, gap, variable_left, too_long, too_short, the guard's rules (contacts, inducement, …), warned, reason_too_long.
    """
    return judge(text, place=place, facts=facts, reason=reason).refusal


def judge(text: str, *, place: Place, facts: TextFacts, reason: str = "") -> Judged:
    """Look at a text that is about to leave. Codes as `why_not_send`."""
    if not text.strip():
        return Judged(Refusal("text_missing", _("Write something first.")))
    found = check(text, place=place, facts=replace(facts, is_template=False))
    if found.stops:
        first = min(found.stops, key=lambda finding: _ORDER.index(finding.code) if finding.code in _ORDER else len(_ORDER))
        return Judged(Refusal(first.code, sentence(first, place), hint(first)))
    if not found.warnings:
        return Judged(None)
    said = " ".join(reason.split())
    if not said:
        told = " ".join(sentence(finding, place) for finding in found.warnings)
        return Judged(Refusal("warned", told, _("Mend the text, or write why it should go as it is.")))
    if len(said) > LONGEST_REASON:
        return Judged(Refusal("reason_too_long", _("Say the reason in at most 200 characters.")))
    return Judged(None, {"warned": [finding.code for finding in found.warnings], "reason": said})


_ORDER = (GAP, VARIABLE_LEFT, CONTACTS)


def sentence(finding: Finding, place: Place = "public") -> str:
    """One finding in the reader's language."""
    match finding.code:
        case "contacts":
            return _contacts(finding, place)
        case "gap":
            number = len(finding.places)
            text = ngettext("%(number)s gap is marked: fill it in.", "%(number)s gaps are marked: fill them in.", number)
            return text % {"number": wording.number(number)}
        case "variable_left":
            return _("A variable stands in the text and was not filled.")
        case "too_long":
            return _("This marketplace takes at most %(most)s characters.") % {"most": wording.number(finding.most or 0)}
        case "too_short":
            return _("This marketplace takes at least %(least)s characters.") % {"least": wording.number(finding.most or 0)}
    if finding.code in _ADVICE:
        return str(_ADVICE[finding.code])
    return policy_words.sentence(finding, place)


def hint(finding: Finding) -> str:
    """What to do about a finding that stops; or empty."""
    if finding.code == CONTACTS:
        return _("Take it out, or write “message us in the order chat”.")
    if finding.code == VARIABLE_LEFT:
        return _("Write in its place what it stands for.")
    return policy_words.hint(finding.code)


def better_label(finding: Finding) -> str:
    """What the button says that puts the better wording into the place of the text."""
    if finding.code == CONTACTS:
        return _("Say “message us in the order chat” instead")
    return _("Take these sentences out and offer help instead")


def blames(finding: Finding) -> bool:
    """Whether a finding stops or warns, and so is shown under the text in a sentence."""
    return finding.severity in {STOP, WARN}


_ADVICE: dict[str, Promise] = {
    "name": gettext_lazy("Greet the buyer by name."),
    "thanks": gettext_lazy("Thank the buyer for writing."),
    "empathy": gettext_lazy("Say that you understand how the buyer feels."),
    "solution": gettext_lazy("Say what you will do, or what the buyer can do."),
    "closing": gettext_lazy("End with a wish or an offer to help."),
}


def _contacts(finding: Finding, place: Place) -> str:
    kinds = wording.listed(str(_KINDS[kind]) for kind in dict.fromkeys(finding.kinds))
    if place == "public":
        return _("In a public reply there is %(what)s. Contacts are allowed only in chat; the marketplace hides such replies.") % {
            "what": kinds
        }
    return _("In this chat there is %(what)s. This marketplace may hide the message.") % {"what": kinds}
