"""What is said about a text before it goes to a buyer: the findings of the text policy as sentences, and why it may not go.

Rooms ask `why_not_send` in their commands; the composer shows the same findings while it is written.
"""

from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from sellerdesk import wording
from sellerdesk.domain.replies import greeting
from sellerdesk.domain.replies.values import VariableFacts, clean
from sellerdesk.domain.rules import PROFILES
from sellerdesk.domain.text_policy import contacts
from sellerdesk.domain.text_policy.policy import (
    CHECKS,
    CONTACTS,
    GAP,
    STOP,
    TOO_LONG,
    TOO_SHORT,
    VARIABLE_LEFT,
    WARN,
    Finding,
    Findings,
    Place,
    TextFacts,
    check,
)
from sellerdesk.errors import Refusal


__all__ = ["CHECKS", "Finding", "Findings", "Place", "TextFacts", "check", "sentence", "text_facts", "why_not_send"]

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


def text_facts(known: VariableFacts | None, *, language: str = "", is_template: bool = False) -> TextFacts:
    """What the policy must know of whom a text is for, from what the variables stand for."""
    if known is None:
        return TextFacts(is_template=is_template)
    name = clean(known.buyer_name)
    called = greeting.called(name, language, known.style)
    return TextFacts(
        names=tuple(dict.fromkeys(one for one in (called, name) if one and called)),
        numbers=tuple(one for one in (known.order_no, known.track_no, known.article, clean(known.product), clean(known.shop_name)) if one),
        rules=PROFILES[known.rules],
        is_template=is_template,
    )


def why_not_send(text: str, *, place: Place, facts: TextFacts) -> Refusal | None:
    """Why a text may not go out as it is, or None. Codes: text_missing, gap, variable_left, contacts, too_long, too_short."""
    if not text.strip():
        return Refusal("text_missing", _("Write something first."))
    stops = check(text, place=place, facts=replace(facts, is_template=False)).stops
    if not stops:
        return None
    first = min(stops, key=lambda finding: _ORDER.index(finding.code) if finding.code in _ORDER else len(_ORDER))
    return Refusal(first.code, sentence(first, place), hint(first))


_ORDER = (GAP, VARIABLE_LEFT, CONTACTS, TOO_LONG, TOO_SHORT)


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
    return str(_ADVICE[finding.code])


def hint(finding: Finding) -> str:
    """What to do about a finding that stops; or empty."""
    if finding.code == CONTACTS:
        return _("Take it out, or write “message us in the order chat”.")
    if finding.code == VARIABLE_LEFT:
        return _("Write in its place what it stands for.")
    return ""


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
